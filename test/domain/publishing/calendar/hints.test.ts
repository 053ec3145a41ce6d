import { describe, expect, it } from "vitest";
import { readHint } from "#lib/domain/publishing/calendar/hints.ts";
import { sayIn } from "#lib/domain/publishing/calendar/messages/say.ts";

describe("readHint", () => {
  it.each([
    ["#image-fit: crop", "crop"],
    ["# Cadrage : bandes", "pad"],
    ["#image fit = none", "none"],
  ])("reads what is done with images: %s", (line, imageFit) => {
    expect(readHint([line], sayIn("fr"))).toEqual({ hints: { imageFit } });
  });

  it.each([
    ["#if-late: skip", { lateUpToMs: 5 * 60_000, ifTooLate: "miss" }],
    ["#si-retard : demander", { lateUpToMs: 5 * 60_000, ifTooLate: "ask" }],
    ["# if late = 1h30", { lateUpToMs: 90 * 60_000, ifTooLate: "miss" }],
    ["#if-late:", undefined],
  ])("reads how late posts may be: %s", (line, lateness) => {
    expect(readHint([line], sayIn("fr"))).toEqual({ hints: { lateness } });
  });

  it("refuses a lateness that it cannot read", () => {
    const { hints, problem } = readHint(["#if-late: soon"], sayIn("en"));

    expect({ hints, column: problem?.column }).toEqual({ hints: {}, column: "if_late" });
  });

  it.each([
    ["#calendar: may", "may"],
    ["#Calendrier : été/2027.csv", "été/2027"],
  ])("reads the name of the calendar: %s", (line, calendar) => {
    expect(readHint([line], sayIn("en"))).toEqual({ hints: { calendar } });
  });

  it.each(["#calendar:", "#calendar: .csv", `#calendar: ${"m".repeat(201)}`, "#calendar: a\tb"])(
    "refuses a name that is none: %j",
    (line) => {
      expect(readHint([line], sayIn("en"))).toMatchObject({ hints: {}, problem: { column: "" } });
    },
  );

  it.each(["#image-fit: stretch", "#image-fit:"])("refuses a word that it does not know: %s", (line) => {
    const { hints, problem } = readHint([line], sayIn("en"));

    expect(hints).toEqual({});
    expect(problem).toMatchObject({ column: "image_fit", remedy: "Write one of: pad, crop, none." });
  });
});
