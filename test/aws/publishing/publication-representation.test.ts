import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HourDirectory } from "#lib/aws/hour-directory.ts";
import { UNSAID } from "#lib/aws/publication-representation.ts";
import { PublicationsTable } from "#lib/aws/publications-table.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { edit } from "#lib/domain/publishing/transitions/deciding.ts";
import { claim, doubt, expire, publish } from "#lib/domain/publishing/transitions/sending.ts";
import { aPublication } from "#test/support/a-publication.ts";
import { startDynamoDb } from "#test/support/dynamodb.ts";

const TABLE = "publications";
let database: Awaited<ReturnType<typeof startDynamoDb>>;
let table: PublicationsTable;

beforeAll(async () => {
  database = await startDynamoDb();
  await database.createTable(TABLE, { name: "due", partition: "dueBucket", sort: "dueSort" });
  table = new PublicationsTable(database.client, TABLE, new HourDirectory(database.client, TABLE));
});
afterAll(() => database.stop());

const now = new Date("2026-11-24T08:59:59.123Z");
const stamp = (claimId: string) => ({ now, claimId });

async function read(publicationId: string): Promise<Publication> {
  const [publication] = await table.getMany([publicationId]);
  if (!publication) throw new Error(`no publication ${publicationId}`);
  return publication;
}

async function itemOf(publicationId: string): Promise<Record<string, unknown>> {
  const Key = { pk: `PUBLICATION#${publicationId}`, sk: "publication" };
  return (await database.client.send(new GetCommand({ TableName: TABLE, Key }))).Item ?? {};
}

async function write(publication: Publication, transition: Parameters<PublicationsTable["apply"]>[1]) {
  const written = await table.apply(publication, transition);
  if (!written.applied) throw new Error("its guard did not hold");
  return written.publication;
}

const image = { name: "a.jpg", kind: "image", contentType: "image/jpeg", sizeBytes: 8, width: 1_080 } as const;
const oddVideo = { name: "b.bin", kind: "video", contentType: "application/octet-stream", sizeBytes: 9 } as const;

describe("a publication in its table", () => {
  it.each<[string, Partial<Publication>]>([
    ["that says nothing unusual", {}],
    ["with files", { draft: { text: "Hello", media: [image, oddVideo] } }],
    ["with its own lateness", { lateUpToMs: 0, ifTooLate: "ask", wantsStaging: true }],
    ["whose channel is not named after its network", { channelId: "maison", network: "facebook" }],
    ["with every instant", { wantedUntil: now, stageExpiresAt: now, settledAt: now, doubtedSince: now }],
    ["with a timeline", { history: [{ at: now, what: "approved", by: "Anna", detail: "v1", traceId: "AyZ1" }] }],
    ["with what an adapter keeps", { progress: { container: { id: "1", at: "2026-11-24" } } }],
  ])("comes back as it was: one %s", async (what, changed) => {
    const publication = aPublication({ publicationId: `p-${what}`, ...changed });

    await table.add([publication]);

    expect(await read(publication.publicationId)).toEqual(publication);
  });

  it("comes back as it was after each of its writes", async () => {
    const planned = aPublication({ publicationId: "p-written", lateUpToMs: 0 });
    await table.add([planned]);

    const { draft, dueAt } = planned;
    const edited = await write(planned, edit(planned, { draft, dueAt, ...UNSAID }, stamp("w1")));
    expect(await read("p-written")).toEqual(edited);
    const claimed = await write(edited, claim(edited, 120_000, stamp("w2")));
    expect(await read("p-written")).toEqual(claimed);
    const doubtful = await write(claimed, doubt(claimed, { reason: "500", settleMs: 1_000 }, stamp("w3")));
    expect(await read("p-written")).toEqual(doubtful);
  });

  it("does not say what goes without saying", async () => {
    await table.add([aPublication({ publicationId: "p-terse", draft: { text: "Hello", media: [image] } })]);

    const item = await itemOf("p-terse");

    expect(item).not.toHaveProperty("publicationId");
    expect(item).not.toHaveProperty("network");
    for (const attribute of Object.keys(UNSAID)) expect(item).not.toHaveProperty(attribute);
    expect(item).toMatchObject({ dueAt: Date.parse("2026-11-24T09:00:00.000Z") });
    expect(item.draft).toEqual({ text: "Hello", media: [{ ...image, kind: undefined }] });
  });
});

describe("a publication that was stored in full, with instants as texts", () => {
  const asBefore = (publicationId: string) => ({
    pk: `PUBLICATION#${publicationId}`,
    sk: "publication",
    publicationId,
    calendar: "november",
    rowId: "1",
    channelId: "facebook/acme",
    network: "facebook",
    revision: 1,
    draft: { text: "Hello", media: [image] },
    dueAt: "2026-11-24T09:00:00.000Z",
    lateUpToMs: 0,
    ifTooLate: "ask",
    wantsStaging: false,
    state: "planned",
    nextStepAt: "2026-11-24T09:00:00.000Z",
    history: [{ at: "2026-11-20T10:00:00.000Z", what: "planned", by: "import" }],
    claimId: "00000000-0000-4000-8000-000000000000",
    stageCount: 0,
    attempt: 0,
    fence: 0,
    probeCount: 0,
    dueBucket: "202611240900#0",
    dueSort: `1795510800000#c#facebook/acme#${publicationId}#1`,
  });

  async function storedBefore(publicationId: string, changed: object = {}): Promise<Publication> {
    const Item = { ...asBefore(publicationId), ...changed };
    await database.client.send(new PutCommand({ TableName: TABLE, Item }));
    return await read(publicationId);
  }

  it("is read", async () => {
    const publication = await storedBefore("p-before");

    expect(publication).toEqual(
      aPublication({
        publicationId: "p-before",
        draft: { text: "Hello", media: [image] },
        lateUpToMs: 0,
        ifTooLate: "ask",
        history: [{ at: new Date("2026-11-20T10:00:00.000Z"), what: "planned", by: "import" }],
        claimId: "00000000-0000-4000-8000-000000000000",
      }),
    );
  });

  it("goes on: its timeline then has lines of both kinds", async () => {
    const publication = await storedBefore("p-goes-on");

    const claimed = await write(publication, claim(publication, 120_000, stamp("w1")));
    const result = { remoteId: "r1", sentAt: publication.dueAt };
    const published = await write(claimed, publish(claimed, result, { ...stamp("w2"), traceId: "AyZ1" }));

    expect(await read("p-goes-on")).toEqual(published);
    expect(published.history.map(({ what, by }) => [what, by])).toEqual([
      ["planned", "import"],
      ["sending", "publisher"],
      ["published", "publisher"],
    ]);
  });

  it("is freed from a worker that died with its claim before, once the lease is over and not earlier", async () => {
    const sending = { state: "sending", fence: 1, leaseUntil: "2026-11-24T08:59:00.000Z" };
    const publication = await storedBefore("p-died", sending);
    const early = { ...stamp("w1"), now: new Date("2026-11-24T08:58:59.999Z") };

    expect(await table.apply(publication, expire(publication, 0, early))).toMatchObject({ applied: false });
    expect(await table.apply(publication, expire(publication, 0, stamp("w2")))).toMatchObject({ applied: true });
  });
});
