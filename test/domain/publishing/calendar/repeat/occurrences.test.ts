import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MOST_OCCURRENCES, occurrencesOf } from "#lib/domain/publishing/calendar/repeat/occurrences.ts";

const PARIS = "Europe/Paris";

const dues = (repeat: Record<string, string>, first: string, zone = PARIS) =>
  occurrencesOf(repeat, new Date(first), zone)?.map(({ local, dueAt }) => `${local} ${dueAt.toISOString()}`);

describe("occurrencesOf", () => {
  it("keeps the time on the clock when winter comes", () => {
    expect(dues({ FREQ: "WEEKLY", COUNT: "2" }, "2026-10-19T16:00:00Z")).toEqual([
      "2026-10-19T18:00 2026-10-19T16:00:00.000Z",
      "2026-10-26T18:00 2026-10-26T17:00:00.000Z",
    ]);
  });

  it("begins with the first day that the rule names, on or after the row's own", () => {
    expect(dues({ FREQ: "WEEKLY", BYDAY: "MO", COUNT: "2" }, "2026-12-24T17:00:00Z")).toEqual([
      "2026-12-28T18:00 2026-12-28T17:00:00.000Z",
      "2027-01-04T18:00 2027-01-04T17:00:00.000Z",
    ]);
  });

  it("publishes at the next moment what clocks skip, and once what they show twice", () => {
    expect(dues({ FREQ: "DAILY", COUNT: "3" }, "2027-03-27T01:30:00Z")).toEqual([
      "2027-03-27T02:30 2027-03-27T01:30:00.000Z",
      "2027-03-28T02:30 2027-03-28T01:30:00.000Z",
      "2027-03-29T02:30 2027-03-29T00:30:00.000Z",
    ]);
    expect(dues({ FREQ: "DAILY", COUNT: "2" }, "2026-10-24T00:30:00Z")).toEqual([
      "2026-10-24T02:30 2026-10-24T00:30:00.000Z",
      "2026-10-25T02:30 2026-10-25T00:30:00.000Z",
    ]);
  });

  it("means by the row's own time what the row says, of two equal ones", () => {
    expect(dues({ FREQ: "DAILY", COUNT: "1" }, "2026-10-25T01:30:00Z")).toEqual([
      "2026-10-25T02:30 2026-10-25T01:30:00.000Z",
    ]);
  });

  it.each([
    ["20261226", 3],
    ["20261226T180000", 3],
    ["20261226T175959", 2],
    ["20261226T170000Z", 3],
    ["20261226T165959Z", 2],
  ])("ends with %s, on the clocks of the row", (UNTIL, count) => {
    expect(dues({ FREQ: "DAILY", UNTIL }, "2026-12-24T17:00:00Z")).toHaveLength(count);
  });

  it("leaves out months without the day", () => {
    expect(
      dues({ FREQ: "MONTHLY", COUNT: "3" }, "2027-01-31T09:00:00Z", "UTC")?.map((each) => each.slice(0, 10)),
    ).toEqual(["2027-01-31", "2027-03-31", "2027-05-31"]);
  });

  it("stops counting where it is too many", () => {
    expect(dues({ FREQ: "DAILY", COUNT: "100000" }, "2026-12-24T17:00:00Z")).toHaveLength(MOST_OCCURRENCES + 1);
  });

  it.each([
    [{ FREQ: "WEEKLY", BYDAY: "XX", COUNT: "2" }],
    [{ FREQ: "DAILY", COUNT: "2", UNTIL: "20270101" }],
    [{ FREQ: "YEARLY", BYMONTH: "2", BYMONTHDAY: "30", COUNT: "2" }],
  ])("makes nothing of the rule %j", (repeat) => {
    expect(dues(repeat, "2026-12-24T17:00:00Z")).toBeUndefined();
  });

  it("shows the same time on the clock at every occurrence, each once and in order, whatever the zone does", {
    timeout: 30_000,
  }, () => {
    const zones = fc.constantFrom(PARIS, "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "UTC");
    const starts = fc.integer({ min: Date.UTC(2026, 0, 1) / 60_000, max: Date.UTC(2028, 0, 1) / 60_000 });
    const rules = fc.constantFrom<Record<string, string>>(
      { FREQ: "DAILY", COUNT: "380" },
      { FREQ: "WEEKLY", BYDAY: "SU,TH", COUNT: "110" },
      { FREQ: "MONTHLY", BYDAY: "-1SU", COUNT: "14" },
    );
    fc.assert(
      fc.property(zones, starts, rules, (zone, minute, rule) => {
        const first = new Date(minute * 60_000);
        const occurrences = occurrencesOf(rule, first, zone) ?? [];

        expect(occurrences).toHaveLength(Number(rule.COUNT));
        expect(new Set(occurrences.map(({ local }) => local)).size).toBe(occurrences.length);
        let last = 0;
        for (const { local, dueAt } of occurrences) {
          expect(dueAt.getTime()).toBeGreaterThan(last);
          last = dueAt.getTime();
          expect(local.slice(11)).toBe(occurrences[0]?.local.slice(11));
          // Apart from the one that clocks skip, the instant shows that very time.
          const shown = wallClock(dueAt, zone);
          if (shown !== local) expect(wallClock(new Date(dueAt.getTime() - 2 * 3_600_000), zone) < local).toBe(true);
          expect(shown >= local).toBe(true);
        }
      }),
      { numRuns: 15 },
    );
  });
});

function wallClock(instant: Date, timeZone: string): string {
  return instant.toLocaleString("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" }).replace(" ", "T");
}
