import { describe, expect, it } from "vitest";
import { acme, aJob, HOUR_MS, MeasurementBench } from "#test/support/measurement-bench.ts";

const MINUTE_MS = 60_000;

async function benchHeldBack(waitMs: number) {
  const bench = new MeasurementBench();
  const until = new Date(bench.clock.now().getTime() + waitMs);
  const line = await bench.services.budgets.open(acme, {}, bench.services.http);
  line.refused("measuring", until);
  return { bench, until };
}

describe("numbers whose budget is left to posts and answers", () => {
  it("go back to the queue for later, and the network is not asked", async () => {
    const { bench, until } = await benchHeldBack(20 * MINUTE_MS);

    const summary = await bench.collect(aJob("p1", "p2"));

    expect(summary).toMatchObject({ subjectCount: 0, postponedCount: 2 });
    expect(bench.chirper.asked).toEqual([]);
    bench.clock.advance(15 * MINUTE_MS);
    const [next] = bench.queue.receive();
    expect(next?.notBefore?.getTime()).toBeGreaterThanOrEqual(until.getTime());
    expect(next?.notBefore?.getTime()).toBeLessThan(until.getTime() + MINUTE_MS);
  });

  it("are left to the next plan when that takes long", async () => {
    const { bench } = await benchHeldBack(3 * HOUR_MS);

    expect(await bench.collect(aJob("p1"))).toMatchObject({ postponedCount: 0, skippedCount: 1 });
    expect(bench.queue.length).toBe(0);
  });

  it("are collected once it is open", async () => {
    const { bench } = await benchHeldBack(20 * MINUTE_MS);
    await bench.collect(aJob("p1"));
    bench.clock.advance(21 * MINUTE_MS);

    await bench.drain();

    expect(bench.metrics.all()).toHaveLength(1);
  });
});
