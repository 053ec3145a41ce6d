import { describe, expect, it } from "vitest";
import { cancel, resolve } from "#lib/domain/publishing/transitions/deciding.ts";
import { NotReadyError, OutcomeUnknownError } from "#lib/networks/errors.ts";
import { HTTP_TIMEOUT_MS } from "#lib/networks/http.ts";
import { aPublication } from "#test/support/a-publication.ts";
import { publishingBench } from "#test/support/publishing-bench.ts";
import { reactions } from "#test/support/scripted-network.ts";

const eventTypes = (bench: ReturnType<typeof publishingBench>) => bench.events.map(({ type }) => type);

describe("a commit of unknown outcome", () => {
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
    const inReview = aPublication({ state: "review", question: "is-it-live", nextStepAt: undefined });
    await bench.publications.add([inReview]);

    const stamp = { now: bench.clock.now(), claimId: "c", by: "alice" };
    await bench.publications.apply(inReview, resolve(inReview, { answers: "is-it-live", isLive: false }, stamp));
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

describe("a commit that the network has taken and works on", () => {
  it("is published when the network says so, and nobody is told of a doubt", async () => {
    const bench = publishingBench();
    bench.network.commits.push(reactions.work);
    bench.network.finds.push(new NotReadyError("still at work"), { found: true, remoteId: "r9" });
    await bench.publications.add([aPublication()]);

    await bench.work("p1");
    const handedOver = bench.publications.one("p1");
    await bench.live(10);

    expect(handedOver).toMatchObject({ state: "uncertain", reason: "at work on it", progress: { ticket: "t1" } });
    expect(bench.publications.one("p1")).toMatchObject({ state: "published", remoteId: "r9" });
    expect(eventTypes(bench)).toEqual(["PublicationPublished"]);
  });

  it("has failed when the network refuses it after all, and is not sent again", async () => {
    const bench = publishingBench();
    bench.network.commits.push(reactions.work);
    bench.network.finds.push({ found: false, because: "refused", reason: "not a video" });
    await bench.publications.add([aPublication()]);

    await bench.live(10);

    expect(bench.publications.one("p1")).toMatchObject({ state: "failed", reason: "not a video" });
    expect(bench.network.commitCount).toBe(1);
  });

  it("is left to a person when the network never says", async () => {
    const bench = publishingBench();
    bench.network.commits.push(reactions.work);
    bench.network.finds.push(...Array.from({ length: 20 }, () => new NotReadyError("still at work")));
    await bench.publications.add([aPublication()]);

    await bench.live(150);

    expect(bench.publications.one("p1")).toMatchObject({ state: "review", reason: "still at work" });
    expect(bench.network.commitCount).toBe(1);
  });
});
