import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Utf16Units } from "#lib/app/publishing/calendar/utf16-units.ts";

describe("Utf16Units", () => {
  it("are those of each text and a zero, be it longer or shorter than the one before", () => {
    const text = fc
      .tuple(fc.string({ unit: "binary", maxLength: 20 }), fc.constantFrom(1, 500))
      .map(([unit, times]) => unit.repeat(times));
    const property = fc.property(fc.array(text), (texts) => {
      const units = new Utf16Units();
      for (const each of texts) {
        const expected = Array.from({ length: each.length }, (_, at) => each.charCodeAt(at));
        expect([...units.of(each).subarray(0, each.length + 1)]).toEqual([...expected, 0]);
      }
    });
    fc.assert(property, { numRuns: 50 });
  });
});
