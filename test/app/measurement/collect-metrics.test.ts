import { describe, expect, it } from "vitest";
import {
  ContentRejectedError,
  OutcomeUnknownError,
  RateLimitedError,
  TokenRejectedError,
} from "#lib/networks/errors.ts";
import { aJob, HOUR_MS, MeasurementBench } from "#test/support/measurement-bench.ts";

const MINUTE_MS = 60_000;

function storedIds({ metrics }: MeasurementBench): readonly string[] {
  return metrics.all().map(({ subject }) => subject.subjectId);
}

describe("collectMetrics", () => {
  it("stores all numbers of a subject as one snapshot, with what a reader needs to know of it", async () => {
    const bench = new MeasurementBench();
    bench.chirper.answers.set("acme-1", () => ({ followers: 120, posts: 0 }));
    bench.chirper.answers.set("remote-p1", () => ({ likes: 3 }));

    await bench.collect(aJob("channel", "p1"));

    const at = bench.clock.now();
    const ids = { channelId: "chirper/acme", network: "chirper" };
    expect(bench.metrics.all()).toEqual([
      {
        subject: { kind: "channel", subjectId: "chirper/acme", ...ids, remoteId: "acme-1" },
        values: { followers: 120, posts: 0 },
        at,
      },
      {
        subject: {
          kind: "post",
          subjectId: "p1",
          ...ids,
          remoteId: "remote-p1",
          dueAt: new Date("2026-11-24T09:00:00Z"),
        },
        values: { likes: 3 },
        at,
      },
    ]);
  });

  it("tells the world once for each message", async () => {
    const bench = new MeasurementBench();
    bench.chirper.answers.set("remote-p1", () => ({ likes: 3, views: 40 }));

    const summary = await bench.collect(aJob("p1", "p2"));

    expect(summary).toEqual({ subjectCount: 2, valueCount: 3, postponedCount: 0, skippedCount: 0 });
    expect(bench.published).toEqual([
      {
        type: "SnapshotsStored",
        detail: {
          version: 1,
          channelId: "chirper/acme",
          network: "chirper",
          subjectCount: 2,
          valueCount: 3,
          at: "2026-11-24T10:20:00.000Z",
        },
      },
    ]);
  });

  it("stores nothing of a subject without numbers", async () => {
    const bench = new MeasurementBench();
    bench.chirper.answers.set("remote-p1", () => ({}));

    await bench.collect(aJob("p1"));

    expect([bench.metrics.all(), bench.published]).toEqual([[], []]);
  });

  it("absorbs a number that the network revised downward", async () => {
    const bench = new MeasurementBench();
    bench.chirper.answers.set("remote-p1", () => ({ likes: 10 }));
    await bench.collect(aJob("p1"));
    bench.chirper.answers.set("remote-p1", () => ({ likes: 7 }));
    bench.clock.advance(HOUR_MS);

    await bench.collect(aJob("p1"));

    expect(bench.metrics.all().map(({ values }) => values)).toEqual([{ likes: 7 }]);
  });
});

describe("a subject that fails", () => {
  it("does not lose the others when the network refuses it for good, and is not asked for again", async () => {
    const bench = new MeasurementBench();
    bench.chirper.fails("remote-p2", new ContentRejectedError("no such post", { code: "100/33" }));

    const summary = await bench.collect(aJob("p1", "p2", "p3"));

    expect(storedIds(bench)).toEqual(["p1", "p3"]);
    expect(summary).toMatchObject({ subjectCount: 2, skippedCount: 1, postponedCount: 0 });
    expect(bench.queue.length).toBe(0);
    expect(bench.logged).toEqual([
      ["numbers could not be collected", { channelId: "chirper/acme", kind: "refused 100/33", publicationIds: ["p2"] }],
    ]);
  });

  it("comes back with the rest when the network asks to slow down", async () => {
    const bench = new MeasurementBench();
    const retryAt = new Date(bench.clock.now().getTime() + 10 * MINUTE_MS);
    bench.chirper.fails("remote-p2", new RateLimitedError("slow down", { retryAt }));

    const summary = await bench.collect(aJob("p1", "p2", "p3"));

    expect(bench.chirper.asked).toEqual(["remote-p1", "remote-p2"]);
    expect(summary).toMatchObject({ subjectCount: 1, postponedCount: 2, skippedCount: 0 });

    bench.chirper.answers.clear();
    bench.clock.advance(10 * MINUTE_MS);
    await bench.drain();

    expect(storedIds(bench)).toEqual(["p1", "p2", "p3"]);
  });

  it("leaves the network alone as long as it asked, although the queue can hold a message for less", async () => {
    const bench = new MeasurementBench();
    const retryAt = new Date(bench.clock.now().getTime() + 40 * MINUTE_MS);
    bench.chirper.fails("remote-p1", new RateLimitedError("slow down", { retryAt }));
    await bench.collect(aJob("p1"));

    for (let quarter = 0; quarter < 2; quarter++) {
      bench.clock.advance(15 * MINUTE_MS);
      await bench.drain();
    }
    const askedEarly = bench.chirper.asked.length;
    bench.clock.advance(10 * MINUTE_MS);
    await bench.drain();

    expect([askedEarly, bench.chirper.asked.length]).toEqual([1, 2]);
  });

  it("is asked for last next time when the network stays silent about it", async () => {
    const bench = new MeasurementBench();
    for (const id of ["p1", "p2", "p3"]) bench.chirper.fails(`remote-${id}`, new OutcomeUnknownError("500"));

    const summary = await bench.collect(aJob("p1", "p2", "p3", "p4"));

    expect(summary).toMatchObject({ subjectCount: 0, postponedCount: 4 });
    bench.clock.advance(2 * MINUTE_MS);
    const [next] = bench.queue.receive();
    expect(next?.subjects.map((each) => each.kind === "post" && each.publicationId)).toEqual(["p4", "p1", "p2", "p3"]);
  });

  it("is given up after a few attempts, not for ever", async () => {
    const bench = new MeasurementBench();
    bench.chirper.fails("remote-p1", new OutcomeUnknownError("500"));
    await bench.collect(aJob("p1"));

    for (let hours = 0; hours < 24; hours += 0.25) {
      bench.clock.advance(HOUR_MS / 4);
      await bench.drain();
    }

    expect(bench.chirper.asked).toHaveLength(5);
    expect(bench.queue.length).toBe(0);
  });

  it("ends the channel's job without a retry when the token is refused", async () => {
    const bench = new MeasurementBench();
    bench.chirper.fails("remote-p2", new TokenRejectedError("expired", { code: "190/463" }));

    const summary = await bench.collect(aJob("p1", "p2", "p3"));

    expect(bench.chirper.asked).toEqual(["remote-p1", "remote-p2"]);
    expect(summary).toEqual({ subjectCount: 1, valueCount: 1, postponedCount: 0, skippedCount: 2 });
    expect(bench.queue.length).toBe(0);
  });

  it("has the job repeated when it was our own fault, after the others are stored", async () => {
    const bench = new MeasurementBench();
    bench.metrics.beforeSave = ({ subject }) => {
      if (subject.subjectId === "p1") throw new Error("the table is away");
    };

    await expect(bench.collect(aJob("p1", "p2"))).rejects.toThrow("the numbers of 1 subjects were not stored");

    expect(storedIds(bench)).toEqual(["p2"]);
    expect(bench.queue.length).toBe(0);
  });
});

describe("a job that cannot be done now", () => {
  it("is skipped without a token, and says so", async () => {
    const bench = new MeasurementBench();
    bench.hasToken = false;

    const summary = await bench.collect(aJob("p1", "p2"));

    expect(summary.skippedCount).toBe(2);
    expect(bench.logged).toHaveLength(1);
  });

  it.each(["chirper/closed", "unheard-of/acme"])("is skipped for %s, which is not ours", async (channelId) => {
    const bench = new MeasurementBench();

    const summary = await bench.collect({ ...aJob("p1"), channelId });

    expect(summary.skippedCount).toBe(1);
    expect(bench.chirper.asked).toEqual([]);
  });

  it("sends back what its time does not suffice for, and always does at least one", async () => {
    const bench = new MeasurementBench();

    const summary = await bench.collect(aJob("p1", "p2", "p3"), () => 5_000);
    await bench.drain();

    expect(summary).toMatchObject({ subjectCount: 1, postponedCount: 2 });
    expect(storedIds(bench)).toEqual(["p1", "p2", "p3"]);
  });
});
