import { describe, expect, it } from "vitest";
import { networkBench } from "#test/support/network-bench.ts";
import { simulatedNetworks } from "#test/support/simulated-networks.ts";

/**
 * What users of other publishers saw, each as a test through our engine and the network's real adapter. The numbers are
 * those of docs/exactly-once.md.
 */
describe.each(simulatedNetworks)("a post on $name whose answer nobody heard", (simulated) => {
  it("1: is there once, although the connection was reset after the network had created it", async () => {
    const bench = networkBench(simulated);
    await bench.plan();
    bench.simulator.trouble.dropAfterAccept = 1;

    await bench.live(75);

    expect(bench.posts).toHaveLength(1);
    expect(bench.publications.one("p1")).toMatchObject({ state: "published", remoteId: bench.posts[0]?.remoteId });
  });

  it("2: is there once, although the network answered 500 after it had created it", async () => {
    const bench = networkBench(simulated);
    await bench.plan();
    bench.simulator.trouble.errorAfterAccept = 1;

    await bench.live(75);

    expect(bench.posts).toHaveLength(1);
    expect(bench.publications.one("p1").state).toBe("published");
  });

  it("4: is there once, although we gave up after 30 seconds and the network needed 222", async () => {
    const bench = networkBench(simulated);
    await bench.plan();
    bench.faults.push(bench.carriesOutLate(222_000));

    await bench.live(90);

    expect(bench.posts).toHaveLength(1);
    expect(bench.commitCount).toBe(1);
    expect(bench.publications.one("p1").state).toBe("published");
  });

  it("5: is there once, although the worker was killed between the network's answer and our note of it", async () => {
    const bench = networkBench(simulated);
    await bench.plan();
    bench.faults.push(async (send) => {
      await send();
      throw new Error("killed");
    });

    await bench.live(90);

    expect(bench.posts).toHaveLength(1);
    expect(bench.publications.one("p1").state).toBe("published");
  });

  it("8: does not multiply while we cannot write down that it is out", async () => {
    const bench = networkBench(simulated);
    await bench.plan();
    const recoversAt = Date.parse("2026-11-24T09:25:00.000Z");
    bench.publications.beforeApply = ({ set }) => {
      const isNote = set.state === "published" || set.state === "uncertain";
      if (isNote && bench.clock.now().getTime() < recoversAt) throw new Error("the table is away");
    };

    await bench.live(120);

    expect(bench.posts).toHaveLength(1);
    expect(bench.commitCount).toBe(1);
    expect(bench.publications.one("p1").state).toBe("published");
  });
});
