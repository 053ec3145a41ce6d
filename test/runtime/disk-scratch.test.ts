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

  it("strikes out what is taken, and still holds the rest", () => {
    using scratch = openScratch();
    for (const key of ["a", "b", "c"]) scratch.keep(key, `value of ${key}`);

    expect(scratch.take("b")).toBe("value of b");
    expect(scratch.take("b")).toBeUndefined();
    expect([...scratch.rest()].toSorted()).toEqual([
      ["a", "value of a"],
      ["c", "value of c"],
    ]);
  });

  it("gives to each run a pad of its own", () => {
    using one = openScratch();
    using other = openScratch();
    one.keep("a", "1");

    expect(other.take("a")).toBeUndefined();
  });
});

describe("diskScratch", () => {
  it("does whatever one in memory does", () => {
    const key = fc.string({ unit: "grapheme", maxLength: 3 });
    const step = fc.oneof(
      fc.record({ is: fc.constant("keep" as const), key, value: fc.string({ unit: "grapheme" }) }),
      fc.record({ is: fc.constant("take" as const), key }),
    );
    const property = fc.property(fc.array(step), (steps) => {
      using disk = diskScratch();
      using memory = memoryScratch();
      for (const each of steps) {
        const answers = [disk, memory].map((pad) =>
          each.is === "keep" ? pad.keep(each.key, each.value) : pad.take(each.key),
        );
        expect(answers[0]).toBe(answers[1]);
      }
      expect(new Map(disk.rest())).toEqual(new Map(memory.rest()));
    });
    fc.assert(property, { numRuns: 50 });
  });

  it("holds far more than its cache, and loses nothing", () => {
    using scratch = diskScratch();
    const value = "x".repeat(1000);
    for (let key = 0; key < 30_000; key++) scratch.keep(String(key), value);

    for (const key of ["0", "14999", "29999"]) expect(scratch.take(key)).toBe(value);
    expect([...scratch.rest()]).toHaveLength(29_997);
  });
});
