import { describe, expect, it } from "vitest";
import { SlowStart } from "#lib/app/accounts/rates/slow-start.ts";
import { VirtualClock } from "#test/support/virtual-clock.ts";

const START = "2026-11-24T12:00:00.000Z";

/** Sends `count` requests at once; returns when each left, in milliseconds. */
async function crowd(count: number, answerMs: number, { isRefused = false } = {}) {
  const clock = new VirtualClock(START);
  const slowStart = new SlowStart(clock);
  const left: number[] = [];
  const send = async () => {
    await slowStart.turn();
    left.push(clock.now().getTime() - Date.parse(START));
    await clock.sleep(answerMs);
    slowStart.answered({ isRefused });
  };
  await clock.run(Promise.all(Array.from({ length: count }, send)));
  return left;
}

describe("a crowd's requests", () => {
  it("leave at once when they are few", async () => {
    expect(await crowd(8, 10_000)).toEqual(Array(8).fill(0));
  });

  it("follow twice as many after each answer's time: a hundred after three", async () => {
    const left = await crowd(100, 50);

    expect(left.filter((at) => at === 0)).toHaveLength(8);
    expect(left.filter((at) => at === 50)).toHaveLength(16);
    expect(Math.max(...left)).toBe(150);
  });

  it.each([
    { count: 100, answerMs: 400 },
    { count: 334, answerMs: 400 },
    { count: 1_000, answerMs: 25_000 },
  ])(
    "have all left after seven tenths of a second, $count of one channel, answered after $answerMs ms",
    async (crowded) => {
      const left = await crowd(crowded.count, crowded.answerMs);

      expect(Math.max(...left)).toBeLessThanOrEqual(700);
      expect(left.filter((at) => at < 50)).toHaveLength(8);
    },
  );

  it("stay few until a network that is slow to refuse has done so", async () => {
    const left = await crowd(100, 300, { isRefused: true });

    expect(left.filter((at) => at < 300).length).toBeLessThanOrEqual(32);
  });

  it("stay few while the network refuses", async () => {
    const left = await crowd(40, 50, { isRefused: true });

    const perWave = Map.groupBy(left, (at) => at);
    expect([...perWave.values()].map(({ length }) => length)).toEqual(Array(5).fill(8));
  });
});
