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
