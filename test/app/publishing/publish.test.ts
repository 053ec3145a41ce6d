import { describe, expect, it } from "vitest";
import { cancel } from "#lib/domain/publishing/transitions/deciding.ts";
import { ContentRejectedError, OutcomeUnknownError, RateLimitedError } from "#lib/networks/errors.ts";
import type { CommitOutcome } from "#lib/networks/network.ts";
import { aPublication } from "#test/support/a-publication.ts";
import { publishingBench } from "#test/support/publishing-bench.ts";
import { reactions } from "#test/support/scripted-network.ts";

const eventTypes = (bench: ReturnType<typeof publishingBench>) => bench.events.map(({ type }) => type);

describe("publishing", () => {
  it("claims ahead and sends on the due second", async () => {
    const bench = publishingBench("2026-11-24T08:59:58.400Z");
    await bench.publications.add([aPublication()]);

    await bench.work("p1");

    expect(bench.network.live.map(({ at }) => at.toISOString())).toEqual(["2026-11-24T09:00:00.000Z"]);
    expect(bench.publications.one("p1")).toMatchObject({ state: "published", remoteId: "r1", latenessMs: 0 });
    expect(bench.publications.one("p1").nextStepAt).toBeUndefined();
    expect(eventTypes(bench)).toEqual(["PublicationPublished"]);
  });

  it("connects to the network before the due second, and for a late post not apart from its request", async () => {
    const bench = publishingBench("2026-11-24T08:59:58.400Z");
    await bench.publications.add([
      aPublication(),
      aPublication({ publicationId: "p2", dueAt: new Date("2026-11-24T08:59:00.000Z") }),
    ]);

    await bench.workOn(["p1", "p2"]);

    expect(bench.network.commitCount).toBe(2);
    expect(bench.connectedAhead).toEqual(["https://network.example"]);
  });

  it("needs three writes from planned to published for a post without staging", async () => {
    const bench = publishingBench();
    await bench.publications.add([aPublication()]);

    await bench.work("p1");

    expect(bench.publications.writeCount).toBe(3);
  });

  it("records a post and its address in one write, where the network tells it on being asked", async () => {
    const bench = publishingBench();
    bench.network.commits.push(reactions.acceptTersely);
    bench.network.addresses.push("https://network.example/r1");
    await bench.publications.add([aPublication()]);

    await bench.work("p1");

    expect(bench.publications.one("p1")).toMatchObject({ state: "published", url: "https://network.example/r1" });
    expect(bench.publications.writeCount).toBe(3);
  });

  it("does not let the record of a post wait for its address, and asks for it only once", async () => {
    const bench = publishingBench();
    bench.network.commits.push(reactions.acceptTersely);
    const told = bench.clock.sleep(10_000).then(() => "https://network.example/r1");
    bench.network.addresses.push(told);
    await bench.publications.add([aPublication()]);

    await bench.work("p1");

    const { state, url, history } = bench.publications.one("p1");
    expect({ state, url }).toEqual({ state: "published", url: "https://network.example/r1" });
    expect(history.map(({ what, at }) => `${what} ${at.toISOString()}`)).toEqual([
      "sending 2026-11-24T08:59:59.000Z",
      "published 2026-11-24T09:00:02.000Z",
      "address known 2026-11-24T09:00:09.000Z",
    ]);
    expect(bench.network.addressCount).toBe(1);
    expect(eventTypes(bench)).toEqual(["PublicationPublished"]);
  });

  it("asks for an address once more where that failed", async () => {
    const bench = publishingBench();
    bench.network.commits.push(reactions.acceptTersely);
    bench.network.addresses.push(new OutcomeUnknownError("no complete answer"), "https://network.example/r1");
    await bench.publications.add([aPublication()]);

    await bench.work("p1");

    expect(bench.publications.one("p1")).toMatchObject({ state: "published", url: "https://network.example/r1" });
    expect(bench.network.addressCount).toBe(2);
  });

  it("stages step by step, storing what was reached before each longer wait and at the end", async () => {
    const bench = publishingBench("2026-11-24T08:45:00.000Z");
    bench.network.stages.push(
      { status: "continue", progress: { uploaded: 1 } },
      { status: "wait", progress: { uploaded: 2 }, afterMs: 6_000 },
      { status: "staged", progress: { uploaded: 3 } },
    );
    await bench.publications.add([aPublication({ wantsStaging: true })]);

    await bench.work("p1");
    expect(bench.publications.one("p1")).toMatchObject({ state: "planned", progress: { uploaded: 2 }, stageCount: 1 });
    await bench.workOff();

    expect(bench.publications.one("p1")).toMatchObject({ state: "staged", progress: { uploaded: 3 }, stageCount: 2 });
    expect(bench.network.live).toEqual([]);
    expect(eventTypes(bench)).toEqual([]);
  });

  it("keeps what staging had reached when the next step runs into trouble", async () => {
    const bench = publishingBench("2026-11-24T08:45:00.000Z");
    const slowDown = new RateLimitedError("slow down", { retryAt: new Date("2026-11-24T08:50:00.000Z") });
    bench.network.stages.push(
      { status: "continue", progress: { uploaded: 1 } },
      { status: "continue", progress: { uploaded: 2 } },
      slowDown,
    );
    await bench.publications.add([aPublication({ wantsStaging: true })]);

    await bench.work("p1");

    expect(bench.publications.one("p1")).toMatchObject({ state: "planned", progress: { uploaded: 2 } });
    expect(bench.sent.map(({ delayMs }) => delayMs)).toEqual([300_000]);
  });

  it("leaves the next step of staging to a fresh worker when its time runs out", async () => {
    const bench = publishingBench("2026-11-24T08:45:00.000Z");
    bench.network.stages.push(
      { status: "continue", progress: { uploaded: 1 } },
      { status: "continue", progress: { uploaded: 2 } },
      { status: "staged", progress: { uploaded: 3 } },
    );
    await bench.publications.add([aPublication({ wantsStaging: true })]);

    await bench.work("p1", { remainingMs: () => 20_000 });

    expect(bench.publications.one("p1")).toMatchObject({ state: "planned", progress: { uploaded: 1 } });
    expect(bench.sent.map(({ job }) => job.publications)).toEqual([[{ publicationId: "p1", revision: 1 }]]);
    await bench.work("p1");
    expect(bench.publications.one("p1")).toMatchObject({ state: "staged", stageCount: 2 });
  });

  it("writes nothing while the network is still at it", async () => {
    const bench = publishingBench("2026-11-24T08:45:00.000Z");
    const stillAtIt = { status: "wait", progress: { container: "c" }, afterMs: 30_000 } as const;
    bench.network.stages.push(stillAtIt, stillAtIt, stillAtIt, { status: "staged", progress: { container: "c" } });
    await bench.publications.add([aPublication({ wantsStaging: true })]);

    for (let look = 0; look < 4; look++) await bench.work("p1");

    expect(bench.publications.one("p1").state).toBe("staged");
    expect(bench.publications.one("p1").history.map(({ what }) => what)).toEqual(["staging", "staged"]);
    expect(bench.sent).toHaveLength(3);
  });

  it("sends one message for all that have to wait equally long", async () => {
    const bench = publishingBench("2026-11-24T08:45:00.000Z");
    const wait = { status: "wait", progress: {}, afterMs: 30_000 } as const;
    bench.network.stages.push(wait, wait, { ...wait, afterMs: 60_000 });
    const ids = ["p1", "p2", "p3"];
    await bench.publications.add(ids.map((publicationId) => aPublication({ publicationId, wantsStaging: true })));

    await bench.workOn(ids);

    expect(bench.sent.map(({ job, delayMs }) => [job.publications.length, delayMs])).toEqual([
      [2, 30_000],
      [1, 60_000],
    ]);
  });

  it("leaves a long wait of the network to a later message", async () => {
    const bench = publishingBench("2026-11-24T08:45:00.000Z");
    bench.network.stages.push({ status: "wait", progress: {}, afterMs: 30_000 }, { status: "staged", progress: {} });
    await bench.publications.add([aPublication({ wantsStaging: true })]);

    await bench.work("p1");

    expect(bench.sent.map(({ delayMs }) => Math.floor(delayMs / 1_000))).toEqual([30]);
  });

  it("prepares anew what would expire before it is sent", async () => {
    const bench = publishingBench("2026-11-24T08:59:58.000Z");
    const stageExpiresAt = new Date("2026-11-24T08:59:59.000Z");
    const old = { container: "old" };
    await bench.publications.add([
      aPublication({ wantsStaging: true, state: "staged", progress: old, stageExpiresAt }),
    ]);

    await bench.work("p1");

    expect(bench.publications.one("p1")).toMatchObject({ state: "published", progress: { step: "last" } });
  });

  it("fails before anything is visible when the network refuses the preparation", async () => {
    const bench = publishingBench("2026-11-24T08:45:00.000Z");
    bench.network.stages.push(new ContentRejectedError("the image is too large"));
    await bench.publications.add([aPublication({ wantsStaging: true })]);

    await bench.work("p1");

    expect(bench.publications.one("p1")).toMatchObject({ state: "failed", reason: "the image is too large" });
  });

  it("publishes once when the message is delivered twice", async () => {
    const bench = publishingBench();
    await bench.publications.add([aPublication()]);

    await bench.clock.run(Promise.all([bench.work("p1"), bench.work("p1")]));
    await bench.work("p1");

    expect(bench.network.live).toHaveLength(1);
  });

  it("ignores a message for a revision that has been edited since", async () => {
    const bench = publishingBench();
    await bench.publications.add([aPublication({ revision: 2 })]);

    await bench.work("p1", { revision: 1 });

    expect(bench.network.commitCount).toBe(0);
  });

  it("sends nothing after a cancel", async () => {
    const bench = publishingBench();
    await bench.publications.add([aPublication()]);
    const stamp = { now: bench.clock.now(), claimId: "c", by: "alice" };

    await bench.publications.apply(aPublication(), cancel(aPublication(), "not now", stamp));
    await bench.work("p1");
    await bench.live(5);

    expect(bench.network.live).toEqual([]);
    expect(bench.publications.one("p1").state).toBe("cancelled");
  });

  it("fails on a definitive refusal", async () => {
    const bench = publishingBench();
    bench.network.commits.push(reactions.refuse);
    await bench.publications.add([aPublication()]);

    await bench.work("p1");

    expect(bench.publications.one("p1")).toMatchObject({ state: "failed", reason: "too long" });
    expect(eventTypes(bench)).toEqual(["PublicationFailed"]);
  });

  it("takes a duplicate of some older post for a refusal", async () => {
    const bench = publishingBench();
    bench.network.commits.push(reactions.refuseDuplicate);
    await bench.publications.add([aPublication()]);

    await bench.work("p1");

    expect(bench.publications.one("p1")).toMatchObject({ state: "failed", reason: "duplicate content" });
  });

  it("waits as long as the network asks, then sends", async () => {
    const bench = publishingBench();
    bench.network.commits.push(reactions.rateLimit(new Date("2026-11-24T09:04:00.000Z")));
    await bench.publications.add([aPublication()]);

    await bench.work("p1");
    const waiting = bench.publications.one("p1");
    await bench.live(10);

    expect(waiting).toMatchObject({ state: "planned", nextStepAt: new Date("2026-11-24T09:04:00.000Z") });
    expect(waiting.intentAt).toBeUndefined();
    expect(bench.network.live).toHaveLength(1);
    expect(bench.publications.one("p1").state).toBe("published");
  });

  it("looks at the preparation once more when the network calls it not ready", async () => {
    const bench = publishingBench();
    bench.network.commits.push(reactions.notReady);
    bench.network.stages.push({ status: "staged", progress: { container: "new" } });
    await bench.publications.add([
      aPublication({ wantsStaging: true, state: "staged", progress: { container: "old" } }),
    ]);

    await bench.live(3);

    expect(bench.publications.one("p1")).toMatchObject({ state: "published", progress: { container: "new" } });
  });

  it("spares followers a post that is too late", async () => {
    const bench = publishingBench("2026-11-24T12:00:00.000Z");
    await bench.publications.add([aPublication({ lateUpToMs: 60 * 60_000 })]);

    await bench.live(2);

    expect(bench.publications.one("p1").state).toBe("missed");
    expect(bench.network.live).toEqual([]);
    expect(eventTypes(bench)).toEqual(["PublicationMissed"]);
  });

  it("waits for a channel whose token is missing", async () => {
    const bench = publishingBench();
    bench.state.hasToken = false;
    await bench.publications.add([aPublication()]);

    await bench.work("p1");
    const { state, reason } = bench.publications.one("p1");
    bench.state.hasToken = true;
    await bench.live(10);

    expect({ state, reason }).toEqual({
      state: "planned",
      reason: "no access token is stored for the channel facebook/acme",
    });
    expect(bench.publications.one("p1").state).toBe("published");
  });

  it("begins nothing that it may not finish, and hands it over", async () => {
    const bench = publishingBench();
    await bench.publications.add([aPublication()]);

    await bench.work("p1", { remainingMs: () => 20_000 });

    expect(bench.publications.one("p1").state).toBe("planned");
    expect(bench.sent.map(({ job }) => job.publications)).toEqual([[{ publicationId: "p1", revision: 1 }]]);
  });

  it("publishes the other posts of a message when one cannot be stored", async () => {
    const bench = publishingBench();
    await bench.publications.add([aPublication(), aPublication({ publicationId: "p2" })]);
    bench.publications.beforeApply = ({ entry, claimId }) => {
      if (entry.what === "sending" && claimId === "w1") throw new Error("the table is away");
    };

    await expect(bench.workOn(["p1", "p2"])).rejects.toThrow("1 of 2 publications failed");

    expect(bench.network.live).toHaveLength(1);
  });

  it("does not publish early what it prepared while the token was missing", async () => {
    const bench = publishingBench("2026-11-24T08:40:00.000Z");
    bench.network.stages.push({ status: "staged", progress: {} });
    await bench.publications.add([aPublication({ wantsStaging: true })]);

    bench.state.hasToken = false;
    await bench.work("p1");
    bench.state.hasToken = true;
    await bench.live(30);

    expect(bench.network.live).toHaveLength(1);
    expect(bench.network.live[0]?.at.getTime()).toBeGreaterThanOrEqual(Date.parse("2026-11-24T09:00:00.000Z"));
  });
});

describe("what the network calls its answer", () => {
  it.each<[string, CommitOutcome, string]>([
    ["accepted", { outcome: "accepted", remoteId: "r1", url: "https://network.example/r1" }, "published"],
    ["refused", { outcome: "rejected", reason: "too long" }, "failed"],
    ["refused for now", { outcome: "notAccepted", because: "rate-limited", reason: "slow down" }, "waits"],
    ["nobody knows", { outcome: "ambiguous", reason: "500" }, "uncertain"],
  ])("is kept in the timeline: %s", async (_, outcome, what) => {
    const bench = publishingBench();
    bench.network.commits.push(() => ({ ...outcome, traceId: "AyZ1" }));
    await bench.publications.add([aPublication()]);

    await bench.work("p1");

    const traced = bench.publications.one("p1").history.filter(({ traceId }) => traceId !== undefined);
    expect(traced).toMatchObject([{ what, traceId: "AyZ1" }]);
  });

  it("is kept of a preparation that is refused for good", async () => {
    const bench = publishingBench();
    const refusal = new ContentRejectedError("no such format");
    refusal.traceId = "AyZ1";
    bench.network.stages.push(refusal);
    await bench.publications.add([aPublication({ wantsStaging: true })]);

    await bench.work("p1");

    expect(bench.publications.one("p1").history.at(-1)).toMatchObject({ what: "failed", traceId: "AyZ1" });
  });
});
