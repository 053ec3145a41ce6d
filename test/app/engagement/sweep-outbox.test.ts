import { describe, expect, it } from "vitest";
import { EngagementBench } from "#test/support/engagement-bench.ts";
import { aComment } from "#test/support/inbound-events.ts";

describe("sweepOutbox", () => {
  it.each(["file", "settle"] as const)("routes a message whose worker died before it could %s it", async (where) => {
    const bench = new EngagementBench();
    bench.conversations.beforeWrite = (what) => {
      if (what === where) throw new Error("the worker died");
    };
    await expect(bench.deliver([aComment()])).rejects.toThrow();
    bench.conversations.beforeWrite = () => {};

    bench.clock.advance(2 * 60_000 + 1);
    await bench.sweep();

    expect(bench.inbox).toHaveLength(1);
    expect(bench.conversations.all).toMatchObject([{ isPending: false }]);
  });

  it("leaves alone what a worker may still be busy with", async () => {
    const bench = new EngagementBench();
    bench.customerService.beforeSend = () => {
      throw new Error("queue down");
    };
    await expect(bench.deliver([aComment()])).rejects.toThrow();
    bench.customerService.beforeSend = () => {};

    bench.clock.advance(60_000);
    await bench.sweep();

    expect(bench.inbox).toEqual([]);
  });

  it("has nothing to do for what was routed", async () => {
    const bench = new EngagementBench();
    await bench.deliver([aComment()]);

    bench.clock.advance(60 * 60_000);
    await bench.sweep();

    expect(bench.customerService.arrived).toHaveLength(1);
  });

  it("routes the others when one cannot be routed", async () => {
    const bench = new EngagementBench();
    bench.customerService.beforeSend = () => {
      throw new Error("queue down");
    };
    await expect(bench.deliver([aComment({ remoteId: "m1" }), aComment({ remoteId: "m2" })])).rejects.toThrow();
    let failures = 1;
    bench.customerService.beforeSend = () => {
      if (failures-- > 0) throw new Error("queue down once");
    };

    bench.clock.advance(3 * 60_000);
    await expect(bench.sweep()).rejects.toThrow("1 could not be swept");

    expect(bench.inbox).toHaveLength(1);
  });

  it("stops in time and leaves the rest to the next sweep", async () => {
    const bench = new EngagementBench();
    bench.customerService.beforeSend = () => {
      throw new Error("queue down");
    };
    const events = Array.from({ length: 30 }, (_, n) => aComment({ remoteId: `m${n}` }));
    await expect(bench.deliver(events)).rejects.toThrow();
    bench.customerService.beforeSend = () => bench.clock.advance(10_000);

    bench.clock.advance(3 * 60_000);
    await bench.sweep();
    const firstSweep = bench.inbox.length;
    for (let sweeps = 0; sweeps < 10; sweeps++) await bench.sweep();

    expect(firstSweep).toBeLessThan(30);
    expect(bench.inbox).toHaveLength(30);
  });
});
