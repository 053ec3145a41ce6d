import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryScratch, type OpenScratch } from "#lib/app/publishing/calendar/scratch.ts";
import { diskScratch } from "#lib/runtime/disk-scratch.ts";

const OPENERS: [string, OpenScratch][] = [
  ["diskScratch", diskScratch],
  ["memoryScratch", memoryScratch],
];

describe.each(OPENERS)("%s", (_, openScratch) => {
  it("keeps what was noted first, and says so at the second time", () => {
    using scratch = openScratch();

    expect(scratch.keep("a", "first")).toBeUndefined();
    expect(scratch.keep("a", "second")).toBe("first");
    expect(scratch.keep("A", "another")).toBeUndefined();
  });

  it("gives to each run a pad of its own", () => {
    using one = openScratch();
    using other = openScratch();
    one.keep("a", "1");

    expect(other.keep("a", "2")).toBeUndefined();
  });
});

describe("diskScratch", () => {
  it("does whatever one in memory does", () => {
    const step = fc.record({
      key: fc.string({ unit: "grapheme", maxLength: 2 }),
      value: fc.string({ unit: "grapheme" }),
    });
    const property = fc.property(fc.array(step), (steps) => {
      using disk = diskScratch();
      using memory = memoryScratch();
      for (const { key, value } of steps) expect(disk.keep(key, value)).toBe(memory.keep(key, value));
    });
    fc.assert(property, { numRuns: 50 });
  });

  it("knows what was noted first, whether it is written already or not", () => {
    const key = fc.integer({ min: 0, max: 400 }).map(String);
    const property = fc.property(fc.array(key, { minLength: 500, maxLength: 1000 }), (keys) => {
      using disk = diskScratch();
      using memory = memoryScratch();
      keys.forEach((each, index) => {
        expect(disk.keep(each, String(index))).toBe(memory.keep(each, String(index)));
      });
    });
    fc.assert(property, { numRuns: 20 });
  });

  it("holds far more than its cache, and loses nothing", () => {
    using scratch = diskScratch();
    const value = "x".repeat(1000);
    for (let key = 0; key < 30_000; key++) scratch.keep(String(key), value);

    for (const key of ["0", "14999", "29999"]) expect(scratch.keep(key, "another")).toBe(value);
  });
});
