import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { guarded, unguarded } from "#lib/domain/publishing/calendar/formula-guard.ts";

describe("the formula guard", () => {
  it.each(["=1+1", "+33 4 78", "-20 % today", "@acme", "\tx", "\rx", "'=1+1"])("disarms %j", (cell) => {
    expect(guarded(cell)).toBe(`'${cell}`);
  });

  it.each(["hello", "l'atelier", "'quoted'", "", "2026-12-24", "1=1"])("leaves %j alone", (cell) => {
    expect(guarded(cell)).toBe(cell);
  });

  it("is undone exactly when its output is read again", () => {
    const cells = fc.oneof(fc.string(), fc.stringMatching(/^'*[=+@-].*$/));

    fc.assert(fc.property(cells, (cell) => unguarded(guarded(cell)) === cell));
  });

  it("lets nothing through that a spreadsheet would run", () => {
    fc.assert(fc.property(fc.string(), (cell) => !/^[=+\-@\t\r\n]/.test(guarded(cell))));
  });
});
