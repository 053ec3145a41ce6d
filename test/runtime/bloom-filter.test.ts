import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BloomFilter } from "#lib/runtime/bloom-filter.ts";

describe("BloomFilter", () => {
  it("never takes a key for new that was added before", () => {
    const property = fc.property(fc.array(fc.string({ unit: "grapheme" })), (keys) => {
      const filter = new BloomFilter();
      for (const key of keys) filter.add(key);

      for (const key of keys) expect(filter.add(key)).toBe(true);
    });
    fc.assert(property, { numRuns: 50 });
  });

  it("takes none of a hundred thousand new keys for known, be they alike or not", () => {
    const filter = new BloomFilter();
    const mistaken = Array.from({ length: 50_000 }, (_, index) => [`row-${index}`, String(index * 2_654_435_761)])
      .flat()
      .filter((key) => filter.add(key));

    expect(mistaken).toEqual([]);
  });
});
