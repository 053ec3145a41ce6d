import { describe, expect, it } from "vitest";
import { readDueAt } from "#lib/domain/publishing/calendar/dates/due-at.ts";
import { sayIn } from "#lib/domain/publishing/calendar/messages/say.ts";

const read = (date: string, time = "", order: "day-first" | "month-first" = "day-first") => {
  const due = readDueAt({ date, time, timezone: "" }, { order: { order }, defaultTimeZone: "UTC", say: sayIn("en") });
  if ("problems" in due) return due.problems.map(({ column }) => column);
  return "dueAt" in due ? due.dueAt.toISOString() : due;
};

const EVENING = "2026-12-24T18:05:00.000Z";

describe("a date and its time", () => {
  it.each([
    ["2026-12-24", "18:05"],
    ["2026/12/24", "18:05"],
    ["2026.12.24", "18:05"],
    ["24/12/2026", "18:05"],
    ["24-12-2026", "18h05"],
    ["24.12.2026", "6:05 PM"],
    ["24.12.2026", "6:05 p.m."],
    [" 24/12/2026\u00A0", "18:05\u00A0"],
    ["2026-12-24 00:00:00", "18:05:00"],
    ["2026-12-24T18:05:00Z", ""],
    ["2026-12-24T19:05:00.000+01:00", ""],
    ["2026-12-24 13:05 -0500", ""],
    ["2026-12-24 18:05 UTC", ""],
    ["24/12/2026 18:05", ""],
    ["24/12/2026 à 18h05", ""],
    ["24/12/2026, 18:05", "18:05"],
    ["46380.753472222", ""],
    ["46380,753472222", ""],
    ["46380", "0.753472222"],
    ["46380", "18:05"],
  ])("is read from %j and %j", (date, time) => {
    expect(read(date, time)).toBe(EVENING);
  });

  it.each([
    ["12/24/2026 6:05 PM", "", EVENING],
    ["12/24/2026 6:05\u202FPM", "", EVENING],
    ["1/2/2026 12:00 AM", "", "2026-01-02T00:00:00.000Z"],
    ["1/2/2026 12:30 pm", "", "2026-01-02T12:30:00.000Z"],
    ["1/2/2026", "9 am", "2026-01-02T09:00:00.000Z"],
  ])("is read month first from %j and %j", (date, time, expected) => {
    expect(read(date, time, "month-first")).toBe(expected);
  });

  it.each([
    ["a year of two digits", "24/12/26", "18:05", ["date"]],
    ["a month in words", "24 December 2026", "18:05", ["date"]],
    ["a number that is no day of this century", "99999", "18:05", ["date"]],
    ["a day that month does not have", "31/11/2026", "18:05", ["date"]],
    ["a month that the order makes impossible", "12/24/2026", "18:05", ["date"]],
    ["two times that differ", "24/12/2026 18:05", "19:05", ["time"]],
    ["a time that does not exist, in the date's cell", "2026-12-24 25:00", "", ["time"]],
    ["a date without any time", "2026-12-24", "", ["time"]],
    ["a number for a time", "2026-12-24", "18", ["time"]],
  ])("is refused for %s", (_, date, time, columns) => {
    expect(read(date, time)).toEqual(columns);
  });
});
