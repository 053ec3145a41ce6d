import { describe, expect, it } from "vitest";
import { decidePublication } from "#lib/app/publishing/decide-publication.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { aPublication } from "#test/support/a-publication.ts";
import { publishingBench } from "#test/support/publishing-bench.ts";
import { reactions } from "#test/support/scripted-network.ts";

const AFTER_MS = 30_000;

/** What goes out below another one, as an import begins it. */
function aFollowUp(publicationId: string, parentId: string, changed: Partial<Publication> = {}): Publication {
  const { dueAt } = aPublication(changed);
  return aPublication({
    publicationId,
    followUp: { kind: "comment", parentId },
    draft: { text: publicationId, media: [] },
    nextStepAt: new Date(dueAt.getTime() + AFTER_MS),
    ...changed,
  });
}

async function withComment(changed: Partial<Publication> = {}, start?: string) {
  const bench = publishingBench(start);
  await bench.publications.add([
    aPublication({ followUpIds: ["p1.comment"], ...changed }),
    aFollowUp("p1.comment", "p1"),
  ]);
  return bench;
}

const states = (bench: ReturnType<typeof publishingBench>, ...ids: string[]) =>
  ids.map((id) => bench.publications.one(id).state);

describe("a first comment", () => {
  it("is below its post within seconds", async () => {
    const bench = await withComment();

    await bench.live(1);

    const [post] = bench.network.live;
    const [comment] = bench.network.below;
    expect(comment).toMatchObject({ text: "p1.comment", parentRemoteId: "r1" });
    expect(Number(comment?.at) - Number(post?.at)).toBeLessThan(3_000);
    expect(states(bench, "p1", "p1.comment")).toEqual(["published", "published"]);
  });

  it("costs a post that has none not a single write or read more", async () => {
    const bench = publishingBench();
    await bench.publications.add([aPublication()]);
    const before = bench.publications.writeCount;

    await bench.live(1);

    expect(bench.publications.writeCount - before).toBe(2);
    expect(bench.sent).toEqual([]);
  });

  it("waits for its post as long as that takes, and is not late by that", async () => {
    const bench = await withComment();
    const inTwoHours = new Date("2026-11-24T10:50:00.000Z");
    bench.network.commits.push(reactions.rateLimit(inTwoHours));

    await bench.live(100);
    const waiting = bench.publications.one("p1.comment");
    await bench.live(20);

    expect(waiting).toMatchObject({ state: "planned", attempt: 0 });
    expect(waiting.history.length).toBeLessThan(5);
    expect(states(bench, "p1", "p1.comment")).toEqual(["published", "published"]);
    expect(bench.publications.one("p1.comment").latenessMs).toBeLessThan(60_000);
  });

  it.each<[string, Partial<Publication>]>([
    ["failed", { state: "failed", nextStepAt: undefined }],
    ["was missed", { state: "missed", nextStepAt: undefined }],
    ["was cancelled", { state: "cancelled", nextStepAt: undefined }],
  ])("is cancelled when its post %s", async (_, post) => {
    const bench = await withComment(post);

    await bench.live(3);

    expect(bench.publications.one("p1.comment")).toMatchObject({
      state: "cancelled",
      reason: `the post that it follows is ${post.state}`,
    });
    expect(bench.network.below).toEqual([]);
  });

  it("waits while a person decides about its post, and follows at once when it is live", async () => {
    const bench = await withComment({ state: "review", question: "is-it-live", nextStepAt: undefined });
    await bench.live(60);
    const waiting = bench.publications.one("p1.comment");

    const decision = { to: "resolve", verdict: { answers: "is-it-live", isLive: true, remoteId: "r9" } } as const;
    await decidePublication("p1", { decision, by: "alice" }, bench.services);
    await bench.live(1);

    expect(waiting.state).toBe("planned");
    expect(bench.network.below).toMatchObject([{ parentRemoteId: "r9" }]);
  });

  it("is cancelled at once with its post", async () => {
    const bench = await withComment({}, "2026-11-24T08:00:00.000Z");

    await decidePublication("p1", { decision: { to: "cancel", why: "no" }, by: "alice" }, bench.services);
    await bench.live(1);

    expect(states(bench, "p1", "p1.comment")).toEqual(["cancelled", "cancelled"]);
  });

  it("comes back with its post when a person wants that after all", async () => {
    const bench = await withComment({ state: "failed", nextStepAt: undefined });
    await bench.live(2);
    const cancelled = bench.publications.one("p1.comment");

    await decidePublication("p1", { decision: { to: "retry" }, by: "alice" }, bench.services);
    await bench.live(3);

    expect(cancelled.state).toBe("cancelled");
    expect(states(bench, "p1", "p1.comment")).toEqual(["published", "published"]);
    expect(bench.network.below).toHaveLength(1);
  });

  it("counts as too late only since its post is out", async () => {
    const bench = await withComment({
      state: "published",
      remoteId: "r1",
      publishedAt: new Date("2026-11-24T09:00:01Z"),
    });
    bench.clock.advance(3 * 60 * 60_000);

    await bench.live(3);

    expect(bench.publications.one("p1.comment").state).toBe("missed");
  });

  it("does not follow a post whose id nobody knows", async () => {
    const bench = await withComment({ state: "published", nextStepAt: undefined });

    await bench.live(3);

    expect(bench.publications.one("p1.comment").state).toBe("cancelled");
  });

  it("finds its post by itself when the word that it is out was lost", async () => {
    const bench = await withComment();
    await bench.tick();
    const [message] = bench.sent.splice(0);
    if (message) await bench.work("p1");
    bench.sent.splice(0);

    await bench.live(3);

    expect(bench.network.below).toHaveLength(1);
    expect(bench.publications.one("p1.comment").state).toBe("published");
  });
});

describe("9: a first comment that the network refuses", () => {
  it("is failed by itself: its post stays published", async () => {
    const bench = await withComment();
    bench.network.followUpCommits.push(reactions.refuse);

    await bench.live(3);

    expect(states(bench, "p1", "p1.comment")).toEqual(["published", "failed"]);
    expect(bench.network.live).toHaveLength(1);
  });
});

describe("10: a first comment whose answer was an error", () => {
  it("is found when it was created all the same, and never sent twice", async () => {
    const bench = await withComment();
    bench.network.followUpCommits.push(reactions.acceptSilently);

    await bench.live(5);

    expect(bench.network.below).toHaveLength(1);
    expect(bench.publications.one("p1.comment")).toMatchObject({ state: "published", remoteId: "c1" });
  });
});

describe("a thread", () => {
  async function aThread() {
    const bench = publishingBench();
    await bench.publications.add([
      aPublication({ followUpIds: ["p1.part2"] }),
      aFollowUp("p1.part2", "p1", { followUp: { kind: "thread", parentId: "p1" }, followUpIds: ["p1.part3"] }),
      aFollowUp("p1.part3", "p1.part2", { followUp: { kind: "thread", parentId: "p1.part2" } }),
    ]);
    return bench;
  }

  it("has its parts in order, each below the one before, within seconds", async () => {
    const bench = await aThread();

    await bench.live(1);

    expect(bench.network.below).toMatchObject([
      { text: "p1.part2", parentRemoteId: "r1" },
      { text: "p1.part3", parentRemoteId: "c1" },
    ]);
  });

  it("ends where a part is refused", async () => {
    const bench = await aThread();
    bench.network.followUpCommits.push(reactions.refuse);

    await bench.live(3);

    expect(states(bench, "p1", "p1.part2", "p1.part3")).toEqual(["published", "failed", "cancelled"]);
    expect(bench.network.below).toEqual([]);
  });
});
