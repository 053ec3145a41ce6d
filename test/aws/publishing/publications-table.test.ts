import { BatchGetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { OverEntry } from "#lib/app/publishing/ports.ts";
import { DayDirectory } from "#lib/aws/day-directory.ts";
import { DueIndexTable } from "#lib/aws/due-index.ts";
import { HourDirectory } from "#lib/aws/hour-directory.ts";
import { PublicationsTable } from "#lib/aws/publications-table.ts";
import { approve, withdrawApproval } from "#lib/domain/publishing/transitions/approving.ts";
import { askIfWanted, cancel, edit, resolve } from "#lib/domain/publishing/transitions/deciding.ts";
import { follow } from "#lib/domain/publishing/transitions/following.ts";
import { reconcileAbsent } from "#lib/domain/publishing/transitions/reconciling.ts";
import { claim, doubt, expire, publish, release } from "#lib/domain/publishing/transitions/sending.ts";
import { recordStaging } from "#lib/domain/publishing/transitions/staging.ts";
import { aPublication } from "#test/support/a-publication.ts";
import { startDynamoDb } from "#test/support/dynamodb.ts";

const TABLE = "publications";
let database: Awaited<ReturnType<typeof startDynamoDb>>;
let table: PublicationsTable;
let dueIndex: DueIndexTable;

beforeAll(async () => {
  database = await startDynamoDb();
  await database.createTable(TABLE, { name: "due", partition: "dueBucket", sort: "dueSort" });
  const hours = new HourDirectory(database.client, TABLE);
  table = new PublicationsTable(database.client, TABLE, hours);
  dueIndex = new DueIndexTable(database.client, TABLE, hours);
});
afterAll(() => database.stop());

let ids = 0;
/** A publication of its own for each test, stored. */
async function stored(changed: Parameters<typeof aPublication>[0] = {}) {
  const publication = aPublication({ publicationId: `p${++ids}`, ...changed });
  await table.add([publication]);
  return publication;
}

const now = new Date("2026-11-24T09:00:00.000Z");
const stamp = (claimId: string) => ({ now, claimId });

async function all<Item>(pages: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...page);
  return items;
}

async function published(changed: Parameters<typeof aPublication>[0], into = table): Promise<string> {
  const publication = await stored(changed);
  const first = await into.apply(publication, claim(publication, 60_000, stamp("a")));
  const claimed = first.applied ? first.publication : publication;
  await into.apply(claimed, publish(claimed, { remoteId: "r", sentAt: publication.dueAt }, stamp("b")));
  return publication.publicationId;
}

async function bucketsOf(publicationIds: readonly string[]): Promise<unknown[]> {
  const Keys = publicationIds.map((id) => ({ pk: `PUBLICATION#${id}`, sk: "publication" }));
  const { Responses } = await database.client.send(new BatchGetCommand({ RequestItems: { [TABLE]: { Keys } } }));
  return (Responses?.[TABLE] ?? []).map(({ dueBucket }) => dueBucket);
}

async function dueIds(from: string, to: string): Promise<string[]> {
  const entries = await all(dueIndex.due(new Date(from), new Date(to)));
  return entries.map(({ publicationId }) => publicationId);
}

describe("the publications table", () => {
  it("gives back what was stored, instants included", async () => {
    const publication = await stored({ draft: { text: "Été 🌞", media: [], link: "https://example.org/" } });

    expect(await table.getMany([publication.publicationId, "unknown"])).toEqual([publication]);
  });

  it("takes the answer to the question that a review asks, and no other", async () => {
    const publication = await stored({ ifTooLate: "ask" });
    await table.apply(publication, askIfWanted(publication, stamp("late")));
    const [asked = publication] = await table.getMany([publication.publicationId]);

    const other = await table.apply(asked, resolve(asked, { answers: "is-it-live", isLive: true }, stamp("a")));
    const fitting = await table.apply(asked, resolve(asked, { answers: "still-wanted", isWanted: false }, stamp("b")));

    expect(asked).toMatchObject({ state: "review", question: "still-wanted" });
    expect([other.applied, fitting.applied]).toEqual([false, true]);
  });

  it("keeps a follow-up tied to its post, and out of what is measured", async () => {
    const followUp = { kind: "comment", parentId: "p0" } as const;
    const dueAt = new Date("2026-12-20T09:00:00.000Z");
    const comment = await stored({ dueAt, followUp, followUpIds: ["p2"] });
    const following = await table.apply(comment, follow(comment, { parentRemoteId: "r0", since: now }, stamp("f")));
    const claimed = await table.apply(
      following.applied ? following.publication : comment,
      claim(comment, 60_000, stamp("c")),
    );
    if (claimed.applied)
      await table.apply(claimed.publication, publish(claimed.publication, { remoteId: "c1", sentAt: now }, stamp("p")));

    const [published] = await table.getMany([comment.publicationId]);
    const [over] = await all(dueIndex.over(dueAt));
    expect(published).toMatchObject({
      followUp,
      followUpIds: ["p2"],
      parentRemoteId: "r0",
      followsSince: now,
      remoteId: "c1",
    });
    expect(over).toMatchObject({ publicationId: comment.publicationId, state: "published", remoteId: undefined });
  });

  it("adds a publication once, however often it is planned", async () => {
    const publication = await stored();

    const added = await table.add([{ ...publication, claimId: "another run" }]);

    expect([...added]).toEqual([]);
  });

  it("recognises its own write when it is repeated", async () => {
    const publication = await stored();

    const added = await table.add([publication]);
    const claimed = claim(publication, 1_000, stamp("mine"));
    await table.apply(publication, claimed);
    const again = await table.apply(publication, claimed);

    expect([...added]).toEqual([publication.publicationId]);
    expect(again.applied).toBe(true);
  });

  it("lets one of two workers claim", async () => {
    const publication = await stored();

    const both = await Promise.all(
      ["a", "b"].map((id) => table.apply(publication, claim(publication, 1_000, stamp(id)))),
    );

    expect(both.filter(({ applied }) => applied)).toHaveLength(1);
  });

  it("refuses the result of a worker that lost its claim", async () => {
    const publication = await stored();
    const first = await table.apply(publication, claim(publication, 0, stamp("a")));
    const claimed = first.applied ? first.publication : publication;
    await table.apply(claimed, expire(claimed, 0, stamp("b")));

    const late = await table.apply(claimed, publish(claimed, { remoteId: "r", sentAt: now }, stamp("c")));

    expect(late).toMatchObject({ applied: false, current: { state: "uncertain", fence: 2 } });
  });

  it("does not expire a lease that still runs", async () => {
    const publication = await stored();
    const first = await table.apply(publication, claim(publication, 60_000, stamp("a")));
    const claimed = first.applied ? first.publication : publication;

    expect((await table.apply(claimed, expire(claimed, 0, stamp("b")))).applied).toBe(false);
  });

  it("keeps the later of two staging steps out", async () => {
    const publication = await stored();
    const step = (n: number) => recordStaging(publication, { progress: { n }, isStaged: false }, stamp(`s${n}`));

    await table.apply(publication, step(1));
    const second = await table.apply(publication, step(2));

    expect(second).toMatchObject({ applied: false, current: { progress: { n: 1 } } });
  });

  it("lets a cancel lose against a claim", async () => {
    const publication = await stored();
    await table.apply(publication, claim(publication, 60_000, stamp("a")));

    expect((await table.apply(publication, cancel(publication, "stop", stamp("c")))).applied).toBe(false);
  });

  it("writes the timeline with every transition", async () => {
    const publication = await stored();
    const first = await table.apply(publication, claim(publication, 60_000, stamp("a")));
    const claimed = first.applied ? first.publication : publication;
    await table.apply(claimed, doubt(claimed, { reason: "reset", settleMs: 0 }, stamp("b")));

    const [read] = await table.getMany([publication.publicationId]);

    expect(read?.history.map(({ what, detail }) => [what, detail])).toEqual([
      ["sending", "attempt 1"],
      ["uncertain", "reset"],
    ]);
  });
});

describe("the due index", () => {
  it("lists a range to the millisecond, in the minutes that hold something", async () => {
    const dueAt = new Date("2026-12-01T10:00:30.500Z");
    const { publicationId } = await stored({ dueAt });

    expect(await dueIds("2026-12-01T10:00:30.500Z", "2026-12-01T10:00:30.501Z")).toEqual([publicationId]);
    expect(await dueIds("2026-12-01T10:00:30.501Z", "2026-12-01T11:00:00.000Z")).toEqual([]);
    expect(await dueIds("2026-12-01T09:00:00.000Z", "2026-12-01T10:00:30.500Z")).toEqual([]);
  });

  it("tells a tick what it needs without reading the publication", async () => {
    const dueAt = new Date("2026-12-02T10:00:00.000Z");
    const { publicationId, channelId } = await stored({ dueAt, wantsStaging: true, revision: 3 });

    const entries = await all(dueIndex.due(dueAt, new Date("2026-12-02T10:01:00.000Z")));

    expect(entries).toEqual([{ publicationId, channelId, revision: 3, nextStepAt: dueAt, wantsStaging: true }]);
  });

  it("moves a publication with its next step", async () => {
    const dueAt = new Date("2026-12-03T10:00:00.000Z");
    const publication = await stored({ dueAt });
    const first = await table.apply(publication, claim(publication, 60_000, stamp("a")));
    const claimed = first.applied ? first.publication : publication;

    const retryAt = new Date("2026-12-03T12:34:00.000Z");
    await table.apply(claimed, release(claimed, { reason: "slow down", retryAt }, stamp("b")));

    expect(await dueIds("2026-12-03T10:00:00.000Z", "2026-12-03T12:00:00.000Z")).toEqual([]);
    expect(await dueIds("2026-12-03T12:00:00.000Z", "2026-12-03T13:00:00.000Z")).toEqual([publication.publicationId]);
  });

  it("carries the new revision after an edit", async () => {
    const dueAt = new Date("2026-12-04T10:00:00.000Z");
    const publication = await stored({ dueAt });

    await table.apply(publication, edit(publication, { ...publication, lateUpToMs: 1 }, stamp("e")));
    const [entry] = await all(dueIndex.due(dueAt, new Date("2026-12-04T10:01:00.000Z")));

    expect(entry?.revision).toBe(2);
  });

  it("lists what is over under its day, and no longer as due", async () => {
    const dueAt = new Date("2026-12-05T10:00:00.000Z");
    const publication = await stored({ dueAt });
    const first = await table.apply(publication, claim(publication, 60_000, stamp("a")));
    const claimed = first.applied ? first.publication : publication;
    await table.apply(claimed, publish(claimed, { remoteId: "100_200#3", sentAt: dueAt }, stamp("b")));

    const over: OverEntry[] = await all(dueIndex.over(dueAt));

    expect(await dueIds("2026-12-05T00:00:00.000Z", "2026-12-06T00:00:00.000Z")).toEqual([]);
    expect(over).toMatchObject([
      { publicationId: publication.publicationId, state: "published", remoteId: "100_200#3" },
    ]);
  });

  it("lists all that is over on a day that grew, also what was over before it did", async () => {
    const dueAt = new Date("2026-12-07T10:00:00.000Z");
    const before = await published({ dueAt });
    await new DayDirectory(database.client, TABLE).grow(dueAt, 64);
    const newTable = new PublicationsTable(database.client, TABLE, new HourDirectory(database.client, TABLE));
    const after = await Promise.all(Array.from({ length: 40 }, () => published({ dueAt }, newTable)));

    const over = await all(dueIndex.over(dueAt));

    expect(over.map(({ publicationId }) => publicationId).toSorted()).toEqual([before, ...after].toSorted());
    expect(new Set(await bucketsOf(after)).size).toBeGreaterThan(4);
  });

  it("spreads the end of a crowd's day over as many shards as its minute has, before any of it is over", async () => {
    const dueAt = new Date("2026-12-08T10:00:00.000Z");
    await new HourDirectory(database.client, TABLE).count(dueAt, 50_000);
    await stored({ dueAt });

    expect(await new DayDirectory(database.client, TABLE).shards(dueAt)).toBe(64);
  });

  it("never makes a day smaller", async () => {
    const dueAt = new Date("2026-12-09T10:00:00.000Z");
    await new DayDirectory(database.client, TABLE).grow(dueAt, 16);
    await new DayDirectory(database.client, TABLE).grow(dueAt, 8);

    expect(await new DayDirectory(database.client, TABLE).shards(dueAt)).toBe(16);
  });

  it("asks four times for the end of a quiet day, as before", async () => {
    const dueAt = new Date("2026-12-10T10:00:00.000Z");
    const { publicationId } = await stored({ dueAt });
    const queries = vi.spyOn(database.client, "send");

    expect(await all(dueIndex.over(dueAt))).toEqual([]);
    expect(queries.mock.calls.filter(([command]) => command instanceof QueryCommand)).toHaveLength(4);
    queries.mockRestore();
    expect(await bucketsOf([publicationId])).toEqual(["202612101000#0"]);
  });

  it("writes the directory once for a hundred that are made to wait for the same minute", async () => {
    const updates = vi.spyOn(database.client, "send");
    const hours = new HourDirectory(database.client, TABLE);
    const instant = new Date("2026-12-11T10:00:00.000Z");

    const numbers = await Promise.all(Array.from({ length: 250 }, () => hours.countOne(instant)));

    expect(updates).toHaveBeenCalledTimes(3);
    expect(numbers.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 250 }, (_, index) => index + 1));
    updates.mockRestore();
  });

  it("goes on counting after the directory could not be written", async () => {
    const hours = new HourDirectory(database.client, TABLE);
    const instant = new Date("2026-12-12T10:00:00.000Z");
    const send = vi.spyOn(database.client, "send").mockImplementationOnce(() => Promise.reject(new Error("throttled")));

    const failed = await Promise.allSettled([hours.countOne(instant), hours.countOne(instant)]);
    send.mockRestore();

    expect(failed.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
    expect(await hours.countOne(instant)).toBe(2);
  });

  it("brings back what was proved absent", async () => {
    const publication = await stored({
      state: "uncertain",
      settledAt: new Date(0),
      dueAt: new Date("2026-12-06T10:00:00Z"),
    });
    const at = new Date("2026-12-06T11:00:00.000Z");

    await table.apply(publication, reconcileAbsent(publication, { now: at, claimId: "r" }));
    const [read] = await table.getMany([publication.publicationId]);

    expect(read).toMatchObject({ state: "planned", nextStepAt: at });
    expect(await dueIds("2026-12-06T11:00:00.000Z", "2026-12-06T11:01:00.000Z")).toEqual([publication.publicationId]);
  });

  it("remembers how far the ticks have looked", async () => {
    const before = await dueIndex.lookedUntil();
    await dueIndex.setLookedUntil(now);

    expect([before, await dueIndex.lookedUntil()]).toEqual([undefined, now]);
  });

  it("lets a claim through only for the version that is approved at that moment", async () => {
    const publication = await stored({ needsApproval: true });
    await table.apply(publication, approve(publication, stamp("w1")));
    const [seen] = await table.getMany([publication.publicationId]);
    expect(seen).toMatchObject({ needsApproval: true, approvedRevision: 1 });
    if (!seen) return;

    await table.apply(seen, withdrawApproval(seen, stamp("w2")));
    expect(await table.apply(seen, claim(seen, 60_000, stamp("w3")))).toMatchObject({ applied: false });

    await table.apply(seen, approve(seen, stamp("w4")));
    expect(await table.apply(seen, claim(seen, 60_000, stamp("w5")))).toMatchObject({ applied: true });
  });
});
