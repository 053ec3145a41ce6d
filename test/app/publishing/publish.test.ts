import { describe, expect, it } from "vitest";
import { publishJob } from "#lib/app/publishing/publish.ts";
import { cancel, resolve } from "#lib/domain/publishing/transitions/deciding.ts";
import { ContentRejectedError, OutcomeUnknownError } from "#lib/networks/errors.ts";
import { HTTP_TIMEOUT_MS } from "#lib/networks/http.ts";
import { aPublication } from "#test/support/a-publication.ts";
import { publishingBench } from "#test/support/publishing-bench.ts";
import { reactions } from "#test/support/scripted-network.ts";

const jobFor = (publicationId: string) => ({
  channelId: "facebook/acme",
  publications: [{ publicationId, revision: 1 }],
});

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

  it("needs three writes from planned to published for a post without staging", async () => {
    const bench = publishingBench();
    await bench.publications.add([aPublication()]);

    await bench.work("p1");

    expect(bench.publications.writeCount).toBe(3);
  });

  it("stages step by step, storing each step, and then commits", async () => {
    const bench = publishingBench("2026-11-24T08:45:00.000Z");
    bench.network.stages.push(
      { status: "continue", progress: { uploaded: 1 } },
      { status: "wait", progress: { uploaded: 2 }, afterMs: 2_000 },
      { status: "staged", progress: { uploaded: 3 } },
    );
    await bench.publications.add([aPublication({ wantsStaging: true })]);

    await bench.work("p1");

    expect(bench.publications.one("p1")).toMatchObject({ state: "staged", progress: { uploaded: 3 }, stageCount: 3 });
    expect(bench.network.live).toEqual([]);
    expect(eventTypes(bench)).toEqual(["PublicationStaged"]);
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

  it("tells the world again when the worker before died after storing", async () => {
    const bench = publishingBench();
    await bench.publications.add([aPublication()]);
    await bench.work("p1");

    await bench.work("p1", { receiveCount: 2 });

    expect(eventTypes(bench)).toEqual(["PublicationPublished", "PublicationPublished"]);
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

  it("finds the post whose answer was lost, and does not send it again", async () => {
    const bench = publishingBench();
    bench.network.commits.push(reactions.acceptSilently);
    await bench.publications.add([aPublication()]);

    await bench.work("p1");
    const doubtful = bench.publications.one("p1");
    await bench.live(10);

    expect(doubtful.state).toBe("uncertain");
    expect(bench.network.commitCount).toBe(1);
    expect(bench.publications.one("p1")).toMatchObject({ state: "published", remoteId: "r1" });
  });

  it("sends again what is provably not there, but not before it must have shown", async () => {
    const bench = publishingBench();
    bench.network.commits.push(reactions.vanish);
    await bench.publications.add([aPublication()]);

    await bench.live(10);

    expect(bench.network.live).toHaveLength(1);
    expect(bench.network.live[0]?.at.getTime()).toBeGreaterThanOrEqual(Date.parse("2026-11-24T09:01:00.000Z"));
    expect(bench.publications.one("p1")).toMatchObject({ state: "published", attempt: 2 });
  });

  it("asks a person when the network calls it a duplicate after a doubtful attempt but does not list it", async () => {
    const bench = publishingBench();
    bench.network.commits.push(reactions.refuseDuplicate);
    const settledAt = new Date("2026-11-24T08:00:00.000Z");
    await bench.publications.add([aPublication({ settledAt, intentAt: settledAt, attempt: 1, fence: 1 })]);

    await bench.live(20);

    expect(bench.publications.one("p1").state).toBe("review");
    expect(eventTypes(bench)).toContain("PublicationInReview");
  });

  it("asks a person when the network can never tell", async () => {
    const bench = publishingBench();
    bench.network.commits.push(reactions.acceptSilently);
    bench.network.finds.push({ found: false, because: "cannot-know", reason: "no way to list posts" });
    await bench.publications.add([aPublication()]);

    await bench.live(10);

    expect(bench.publications.one("p1")).toMatchObject({ state: "review", reason: "no way to list posts" });
    expect(bench.network.live).toHaveLength(1);
  });

  it("goes on after a person said that it is not live", async () => {
    const bench = publishingBench("2026-11-24T09:00:10.000Z");
    const inReview = aPublication({ state: "review", nextStepAt: undefined });
    await bench.publications.add([inReview]);

    const stamp = { now: bench.clock.now(), claimId: "c", by: "alice" };
    await bench.publications.apply(inReview, resolve(inReview, { isLive: false }, stamp));
    await bench.live(5);

    expect(bench.network.live).toHaveLength(1);
    expect(bench.publications.one("p1").history.map(({ by }) => by)).toContain("alice");
  });

  it("keeps asking while the network cannot be asked", async () => {
    const bench = publishingBench();
    bench.network.commits.push(reactions.acceptSilently);
    bench.network.finds.push(new OutcomeUnknownError("503"), new OutcomeUnknownError("503"));
    await bench.publications.add([aPublication()]);

    await bench.live(15);

    expect(bench.publications.one("p1").state).toBe("published");
    expect(bench.network.live).toHaveLength(1);
  });

  it("reconciles the claim of a worker that died, after its lease", async () => {
    const bench = publishingBench("2026-11-24T09:03:00.000Z");
    bench.network.live.push({ commitKey: "p1-1", text: "Hello", at: new Date("2026-11-24T09:00:00.000Z") });
    const leaseUntil = new Date("2026-11-24T09:02:00.000Z");
    const intentAt = new Date("2026-11-24T09:00:00.000Z");
    await bench.publications.add([aPublication({ state: "sending", fence: 1, attempt: 1, leaseUntil, intentAt })]);

    await bench.live(5);

    expect(bench.network.commitCount).toBe(0);
    expect(bench.publications.one("p1")).toMatchObject({ state: "published", remoteId: "r1" });
  });

  it("leaves a live claim alone", async () => {
    const bench = publishingBench("2026-11-24T09:00:30.000Z");
    const leaseUntil = new Date("2026-11-24T09:02:00.000Z");
    await bench.publications.add([aPublication({ state: "sending", fence: 1, attempt: 1, leaseUntil })]);

    await bench.work("p1");

    expect(bench.publications.one("p1").state).toBe("sending");
    expect(bench.network.commitCount).toBe(0);
  });

  it("repeats the storing of an outcome, never the sending", async () => {
    const bench = publishingBench();
    await bench.publications.add([aPublication()]);
    let failures = 3;
    bench.publications.beforeApply = ({ set }) => {
      if (set.state === "published" && failures-- > 0) throw new Error("ProvisionedThroughputExceeded");
    };

    await bench.work("p1");

    expect(bench.network.commitCount).toBe(1);
    expect(bench.publications.one("p1").state).toBe("published");
  });

  it("asks the person again when the worker before died before it could", async () => {
    const bench = publishingBench();
    await bench.publications.add([aPublication({ state: "review", nextStepAt: undefined, reason: "nobody to ask" })]);

    await bench.work("p1", { receiveCount: 2 });

    expect(eventTypes(bench)).toEqual(["PublicationInReview"]);
  });

  it("tells again also of a post that was edited after the message was sent", async () => {
    const bench = publishingBench();
    await bench.publications.add([aPublication({ state: "published", revision: 2, nextStepAt: undefined })]);

    await bench.work("p1", { revision: 1, receiveCount: 2 });

    expect(eventTypes(bench)).toEqual(["PublicationPublished"]);
  });

  it("tells of a published post although the bus failed when it was stored", async () => {
    const bench = publishingBench();
    await bench.publications.add([aPublication()]);
    const { publish } = bench.services.events;
    let failures = 1;
    const events = {
      publish: (batch: Parameters<typeof publish>[0]) =>
        failures-- > 0 ? Promise.reject(new Error("the bus is away")) : publish(batch),
    };

    await bench.clock.run(
      publishJob(jobFor("p1"), { ...bench.services, events }, { remainingMs: () => 60_000, receiveCount: 1 }),
    );

    expect(eventTypes(bench)).toEqual(["PublicationPublished"]);
  });

  it("keeps an answer that came after others took the worker for dead", async () => {
    const bench = publishingBench();
    bench.network.commits.push(async (post) => {
      await bench.clock.sleep(20_000);
      post();
      return { outcome: "accepted", remoteId: "late" };
    });
    await bench.publications.add([aPublication()]);

    const slow = bench.work("p1");
    bench.publications.beforeApply = ({ set }) => {
      if (set.state !== "published") return;
      bench.publications.beforeApply = () => {};
      // While it was sending, somebody declared the claim dead.
      const { fence } = bench.publications.one("p1");
      void bench.publications.apply(bench.publications.one("p1"), {
        guard: [{ attribute: "fence", is: "equal", value: fence }],
        set: { state: "uncertain", fence: fence + 1, nextStepAt: bench.clock.now() },
        claimId: "expiry",
        entry: { at: bench.clock.now(), what: "uncertain", by: "publisher" },
      });
    };
    await slow;

    expect(bench.publications.one("p1")).toMatchObject({ state: "published", remoteId: "late" });
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

  it("does not send again what the network carries out only after the connection was lost", async () => {
    const bench = publishingBench();
    const settleMs = bench.network.network.publishing?.settleMs ?? 0;
    bench.network.commits.push(reactions.vanish);
    await bench.publications.add([aPublication()]);

    await bench.work("p1");

    const { settledAt, intentAt } = bench.publications.one("p1");
    const trustedAfterMs = (settledAt?.getTime() ?? 0) - (intentAt?.getTime() ?? 0);
    expect(trustedAfterMs).toBeGreaterThanOrEqual(HTTP_TIMEOUT_MS + settleMs);
  });
});

const ABSENT = { found: false, because: "absent" } as const;

describe("publishing on a network that honours our key", () => {
  function keyBench() {
    const bench = publishingBench();
    bench.network.honoursCommitKey = true;
    return bench;
  }

  it("sends the same request again after an unclear answer", async () => {
    const bench = keyBench();
    bench.network.commits.push(reactions.vanish);
    await bench.publications.add([aPublication()]);

    await bench.live(5);

    expect(bench.network.live.map(({ commitKey }) => commitKey)).toEqual(["p1-1"]);
  });

  it("does not hammer a network that answers nothing but errors", async () => {
    const bench = keyBench();
    bench.network.commits.push(...Array.from({ length: 100 }, () => reactions.vanish));
    await bench.publications.add([aPublication()]);

    await bench.live(60);

    expect(bench.network.commitCount).toBeLessThan(10);
  });

  it("does not cancel a post that may be live while the network asks it to wait", async () => {
    const bench = keyBench();
    bench.network.commits.push(reactions.acceptSilently, reactions.rateLimit(new Date("2026-11-24T09:30:00.000Z")));
    await bench.publications.add([aPublication()]);

    await bench.live(5);
    const waiting = bench.publications.one("p1");
    const stamp = { now: bench.clock.now(), claimId: "c", by: "alice" };
    const cancelled = await bench.publications.apply(waiting, cancel(waiting, "not now", stamp));

    expect(waiting).toMatchObject({ state: "uncertain", nextStepAt: new Date("2026-11-24T09:30:00.000Z") });
    expect(cancelled.applied).toBe(false);
  });

  it("asks instead of sending again once it is too late for a new post", async () => {
    const bench = keyBench();
    bench.network.commits.push(reactions.vanish, reactions.vanish);
    bench.network.finds.push(ABSENT, ABSENT, ABSENT, ABSENT);
    await bench.publications.add([aPublication({ lateUpToMs: 10_000 })]);

    await bench.live(60);

    expect(bench.publications.one("p1").state).toBe("missed");
    expect(bench.network.live).toEqual([]);
  });
});
