import { describe, expect, it } from "vitest";
import { PlannedLately } from "#lib/app/publishing/planned-lately.ts";

describe("what was planned lately", () => {
  it("is known by its calendar", () => {
    const lately = new PlannedLately();
    lately.note([{ publicationId: "p1", calendar: "december" }]);

    expect(lately.isOf("december", "p1")).toBe(true);
    expect(lately.isOf("november", "p1")).toBe(false);
    expect(lately.isOf("december", "p2")).toBe(false);
  });

  it("is forgotten, the oldest first, when it is more than a process should remember", () => {
    const lately = new PlannedLately();
    const ids = Array.from({ length: 20_001 }, (_, index) => `p${index}`);
    for (const publicationId of ids) lately.note([{ publicationId, calendar: "long" }]);

    expect(lately.isOf("long", "p0")).toBe(false);
    expect(lately.isOf("long", "p1")).toBe(true);
    expect(lately.isOf("long", "p20000")).toBe(true);
  });
});
