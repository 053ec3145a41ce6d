import { describe, expect, it } from "vitest";
import { aPublication } from "#test/support/a-publication.ts";
import { publishingBench } from "#test/support/publishing-bench.ts";

const MINUTE_MS = 60_000;

/** A tick has found a post that is due at nine and has to be staged. */
async function found(start: string, stageAheadMs?: number) {
  const bench = publishingBench(`2026-11-24T${start}Z`);
  bench.network.stageAheadMs = stageAheadMs;
  bench.network.stages.push({ status: "staged", progress: { container: "c1" } });
  await bench.publications.add([aPublication({ wantsStaging: true })]);
  await bench.work("p1");
  return bench;
}

/** Works off what was sent, each at its time. */
async function goOn(bench: Awaited<ReturnType<typeof found>>) {
  const [message] = bench.sent.splice(0);
  bench.clock.advance(message?.delayMs ?? 0);
  await bench.work("p1");
  return { delayMs: message?.delayMs, at: bench.clock.now().toISOString().slice(11, 19) };
}

describe("a network whose preparations do not live long", () => {
  it("has posts prepared half an hour ahead unless it says otherwise", async () => {
    const bench = await found("08:30:00.000");

    expect(bench.publications.one("p1").state).toBe("staged");
  });

  it("has posts prepared when it says, by messages that come as often as the queue allows", async () => {
    const bench = await found("08:30:00.000", 10 * MINUTE_MS);
    const early = bench.publications.one("p1");

    const first = await goOn(bench);
    const second = await goOn(bench);

    expect(early).toMatchObject({ state: "planned", stageCount: 0 });
    expect([first, second]).toEqual([
      { delayMs: 15 * MINUTE_MS, at: "08:45:00" },
      { delayMs: 5 * MINUTE_MS, at: "08:50:00" },
    ]);
    expect(bench.publications.one("p1").state).toBe("staged");
    expect(bench.network.live).toEqual([]);
  });

  it("has built anew what would have expired at the instant of sending", async () => {
    const bench = publishingBench("2026-11-24T08:40:00.000Z");
    const stageExpiresAt = new Date("2026-11-24T08:50:00.000Z");
    const staged = { wantsStaging: true, state: "staged", progress: { container: "old" }, stageExpiresAt } as const;
    await bench.publications.add([aPublication(staged)]);
    bench.network.stages.push({ status: "staged", progress: { container: "new" } });
    await bench.work("p1");

    const { at } = await goOn(bench);

    expect(at).toBe("08:49:00");
    expect(bench.publications.one("p1")).toMatchObject({ state: "staged", progress: { container: "new" } });
  });
});
