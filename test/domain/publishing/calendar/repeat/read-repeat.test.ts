import { describe, expect, it } from "vitest";
import { sayIn } from "#lib/domain/publishing/calendar/messages/say.ts";
import { readRepeat } from "#lib/domain/publishing/calendar/repeat/read-repeat.ts";

const read = (written: string) => readRepeat(written, { order: { order: "day-first" }, say: sayIn("en") });

describe("readRepeat", () => {
  it.each([
    ["FREQ=WEEKLY;BYDAY=MO;COUNT=10", { FREQ: "WEEKLY", BYDAY: "MO", COUNT: "10" }],
    ["RRULE:FREQ=DAILY;UNTIL=20261231T180000Z", { FREQ: "DAILY", UNTIL: "20261231T180000Z" }],
    ["rrule: freq=monthly; byday=-1fr; until=2026-12-31;", { FREQ: "MONTHLY", BYDAY: "-1FR", UNTIL: "20261231" }],
    ["daily until 2026-12-31", { FREQ: "DAILY", UNTIL: "20261231" }],
    ["Weekly, until 31/12/2026", { FREQ: "WEEKLY", UNTIL: "20261231" }],
    ["every month 6 times", { FREQ: "MONTHLY", COUNT: "6" }],
    ["chaque semaine jusqu'au 31/12/2026", { FREQ: "WEEKLY", UNTIL: "20261231" }],
    ["Tous les jours jusqu’au 31.12.2026", { FREQ: "DAILY", UNTIL: "20261231" }],
    ["chaque année, 3 fois", { FREQ: "YEARLY", COUNT: "3" }],
  ])("understands %j", (written, value) => {
    expect(read(written)).toEqual({ value });
  });

  it.each([
    ["weekly", "has no end"],
    ["FREQ=WEEKLY;BYDAY=MO", "has no end"],
    ["now and then", "does not say how the row repeats"],
    ["FREQ=MINUTELY;COUNT=10", "does not say how the row repeats"],
    ["FREQ=DAILY;BYHOUR=9;COUNT=10", "does not say how the row repeats"],
    ["FREQ=DAILY;COUNT=10;COUNT=11", "does not say how the row repeats"],
    ["weekly until Christmas", "is not a date that can be read with certainty"],
    ["weekly until 31/02/2027", "does not exist"],
  ])("refuses %j", (written, problem) => {
    expect(read(written)).toMatchObject({
      problem: { column: "repeat", problem: expect.stringContaining(problem), remedy: expect.stringMatching(/\S/) },
    });
  });
});
