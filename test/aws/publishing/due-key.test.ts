import { describe, expect, it } from "vitest";
import { MAX_SHARDS, shardCount, shardOf } from "#lib/aws/due-key.ts";

const MILLION = 1_000_000;
const shardsOfMillion = Uint8Array.from({ length: MILLION }, (_, index) => shardOf(index + 1));

/** How many of these shards' entries lie in the fullest of them. */
function most(shards: Uint8Array): number {
  const counts = new Uint32Array(MAX_SHARDS);
  for (const shard of shards) counts[shard] = (counts[shard] ?? 0) + 1;
  return Math.max(...counts);
}

describe("the shards of a minute", () => {
  it("are one for a quiet minute, and grow with a crowd", () => {
    expect([0, 1, 1_000, 1_001, 2_001, 100_000, 5 * MILLION].map(shardCount)).toEqual([1, 1, 1, 2, 4, 64, 64]);
  });

  it("are never beyond those that a reader looks at, however many came later", () => {
    for (let number = 1; number <= 200_000; number++) {
      expect(shardOf(number)).toBeLessThan(shardCount(number));
    }
  });

  it("hold everything that was stored when there was one for each 30,000, spread by the publication's id", () => {
    for (const count of [1, 30_000, 30_001, 120_001, MILLION, 3 * MILLION]) {
      expect(shardCount(count)).toBeGreaterThanOrEqual(Math.min(Math.ceil(count / 30_000), 64));
    }
  });

  it("end up evenly filled although nobody knew how many would come", () => {
    expect(most(shardsOfMillion)).toBeLessThanOrEqual(Math.ceil(MILLION / MAX_SHARDS) + 1);
  });

  it("take a second of the crowd without one of them getting more than a partition takes, also when all come in order", () => {
    const second = Math.ceil(MILLION / 60);
    for (let start = 0; start < MILLION; start += 1_000) {
      expect(most(shardsOfMillion.subarray(start, start + second))).toBeLessThanOrEqual(1_000);
    }
  });
});
