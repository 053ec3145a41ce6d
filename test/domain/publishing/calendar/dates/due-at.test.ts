import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DueRules, readDueAt } from "#lib/domain/publishing/calendar/dates/due-at.ts";
import { sayIn } from "#lib/domain/publishing/calendar/messages/say.ts";

const PARIS = "Europe/Paris";

const RULES: DueRules = { order: { undecided: "no-evidence" }, defaultTimeZone: "UTC", say: sayIn("en") };

function read(date: string, time: string, timezone = "") {
  return readDueAt({ date, time, timezone }, RULES);
}

function problemOf(date: string, time: string, timezone = "") {
  const result = read(date, time, timezone);
  return "problems" in result ? result.problems[0] : undefined;
}

describe("readDueAt", () => {
  it.each([
    ["reads a winter time in Paris", "2026-12-24", "18:00", PARIS, "2026-12-24T17:00:00.000Z"],
    ["reads a summer time in Paris", "2026-07-14", "18:00", PARIS, "2026-07-14T16:00:00.000Z"],
    ["takes the default zone for an empty one", "2026-12-24", "18:00", "", "2026-12-24T18:00:00.000Z"],
    ["reads seconds", "2026-12-24", "18:00:07", "", "2026-12-24T18:00:07.000Z"],
    ["reads an hour of one digit", "2026-12-24", "9:05", "", "2026-12-24T09:05:00.000Z"],
    ["reads a leap day", "2028-02-29", "00:00", "", "2028-02-29T00:00:00.000Z"],
    ["reads a zone in any case", "2026-12-24", "18:00", "europe/paris", "2026-12-24T17:00:00.000Z"],
  ])("%s", (_, date, time, timezone, expected) => {
    expect(read(date, time, timezone)).toEqual({ dueAt: new Date(expected) });
  });

  it.each([
    ["a date whose order nothing tells", "04/12/2026", "18:00", "", "date", "#dates: dd/mm or #dates: mm/dd"],
    ["an empty date", "", "18:00", "", "date", "2026-12-24"],
    ["a month that does not exist", "2026-13-01", "18:00", "", "date", "year-month-day"],
    ["a day that does not exist", "2026-02-30", "18:00", "", "date", "2026-02-28"],
    ["the day zero", "2026-02-00", "18:00", "", "date", "2026-02-28"],
    ["an hour of the 12-hour day that does not exist", "2026-12-24", "13:00 PM", "", "time", "17:45"],
    ["an hour that does not exist", "2026-12-24", "24:00", "", "time", "24-hour"],
    ["an empty time", "2026-12-24", "", "", "time", "09:30"],
    ["a zone by its city", "2026-12-24", "18:00", "new york", "timezone", "America/New_York"],
    ["a zone with a slip of the finger", "2026-12-24", "18:00", "Europe/Pariss", "timezone", PARIS],
    ["a zone that is an offset", "2026-12-24", "18:00", "+02:00", "timezone", "IANA|Europe/Paris"],
  ])("refuses %s and says what to write", (_, date, time, timezone, column, remedy) => {
    const problem = problemOf(date, time, timezone);

    expect(problem?.column).toBe(column);
    expect(problem?.remedy).toMatch(new RegExp(remedy));
  });

  it("reports date, time and zone at once", () => {
    const result = read("tomorrow", "noon", "Mars/Olympus");

    expect("problems" in result && result.problems.map(({ column }) => column)).toEqual(["date", "time", "timezone"]);
  });

  it("proposes both neighbours of a time that the clocks skip", () => {
    expect(problemOf("2027-03-28", "02:30", PARIS)).toMatchObject({
      column: "time",
      problem: expect.stringContaining("does not exist on 2027-03-28 in Europe/Paris"),
      remedy: "Write 03:30, or 01:30 to be early.",
    });
  });

  it("says which day is meant where clocks go forward at midnight", () => {
    expect(problemOf("2027-04-30", "00:30", "Africa/Cairo")?.remedy).toBe(
      "Write 01:30, or 2027-04-29 23:30 to be early.",
    );
  });

  it("proposes both instants of a time that comes twice, each as a date that needs nothing else changed", () => {
    const { problem, remedy = "" } = problemOf("2026-10-25", "02:30", PARIS) ?? {};
    const proposed = remedy.match(/\d{4}-\S+/g) ?? [];

    expect(problem).toContain("comes twice on 2026-10-25 in Europe/Paris");
    expect(proposed).toEqual(["2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00"]);
    expect(proposed.map((date) => read(date, "02:30", PARIS))).toEqual([
      { dueAt: new Date("2026-10-25T00:30:00Z") },
      { dueAt: new Date("2026-10-25T01:30:00Z") },
    ]);
  });

  it("proposes only what is read without a problem, in any zone and language", () => {
    const zones = fc.constantFrom(PARIS, "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "America/Havana");
    const minutes = fc.integer({ min: 0, max: 24 * 60 - 1 });
    const days = fc.constantFrom("2026-10-25", "2026-11-01", "2027-03-14", "2027-03-28", "2027-04-04", "2027-04-30");
    const languages = fc.constantFrom("en" as const, "fr" as const);
    fc.assert(
      fc.property(zones, days, minutes, languages, (timezone, date, minute, language) => {
        const time = new Date(minute * 60_000).toISOString().slice(11, 16);
        const rules = { ...RULES, say: sayIn(language) };
        const result = readDueAt({ date, time, timezone }, rules);
        if (!("problems" in result)) return;

        const proposed = result.problems[0]?.remedy.match(/(\d{4}-\d\d-\d\d[T ])?\d\d:\d\d([+-]\d\d:\d\d)?/g) ?? [];
        expect(proposed).toHaveLength(2);
        for (const each of proposed) {
          const corrected = each.length === 5 ? { date, time: each } : { date: each, time: "" };
          expect(readDueAt({ ...corrected, timezone }, rules)).toHaveProperty("dueAt");
        }
      }),
    );
  });

  it("reads back every instant as the wall clock showed it, or says why not", () => {
    const instants = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2029, 0, 1) });
    fc.assert(
      fc.property(instants, fc.constantFrom(PARIS, "America/New_York", "Australia/Lord_Howe", "UTC"), (ms, zone) => {
        const minute = new Date(Math.floor(ms / 60_000) * 60_000);
        const shown = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
        const [date = "", time = ""] = shown.format(minute).split(" ");

        const result = readDueAt({ date, time, timezone: zone }, RULES);

        if ("problems" in result) expect(result.problems[0]?.problem).toContain("comes twice");
        else expect(result).toEqual({ dueAt: minute });
      }),
    );
  });
});
