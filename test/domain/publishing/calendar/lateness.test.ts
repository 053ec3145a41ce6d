import { describe, expect, it } from "vitest";
import { readLateness } from "#lib/domain/publishing/calendar/lateness.ts";
import { sayIn } from "#lib/domain/publishing/calendar/messages/say.ts";

const MINUTE_MS = 60_000;

describe("the column if_late", () => {
  it.each<[string, number, "miss" | "ask"]>([
    ["2 h", 120, "miss"],
    ["90 min", 90, "miss"],
    ["0 min", 0, "miss"],
    ["1h30", 90, "miss"],
    ["1 h 05 min", 65, "miss"],
    ["1.5 h", 90, "miss"],
    ["1,5 h", 90, "miss"],
    ["2 Heures", 120, "miss"],
    ["1 d", 1_440, "miss"],
    ["7 j", 10_080, "miss"],
    ["skip", 5, "miss"],
    ["Ignorer", 5, "miss"],
    ["ASK", 5, "ask"],
    ["demander", 5, "ask"],
  ])("“%s” means %d minutes, then %s", (value, minutes, ifTooLate) => {
    const lateness = { lateUpToMs: minutes * MINUTE_MS, ifTooLate };

    expect(readLateness(value, sayIn("en"))).toEqual({ lateness });
  });

  it("leaves an empty cell to what is agreed upon", () => {
    expect(readLateness("", sayIn("en"))).toEqual({ lateness: undefined });
  });

  it.each(["later", "2", "h", "-2 h", "2 weeks", "2 h 30 h", "1 d 12", "90 min 5"])(
    "“%s” is refused, with what to write",
    (value) => {
      expect(readLateness(value, sayIn("en"))).toMatchObject({
        problem: { column: "if_late", value, remedy: expect.stringContaining("like 2 h or 1 d") },
      });
    },
  );

  it("refuses what nobody will look back to", () => {
    expect(readLateness("8 d", sayIn("fr"))).toMatchObject({
      problem: { problem: "« 8 d » est un retard trop long", remedy: expect.stringContaining("demander") },
    });
  });
});
