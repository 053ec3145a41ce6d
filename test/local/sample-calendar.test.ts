import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { shiftCalendar } from "#local/sample-calendar.ts";

const HEADER = "id,date,time,timezone,text\n";

function shifted(rows: string, firstAt: string, spreadMs = 0): string[][] {
  return parse(shiftCalendar(HEADER + rows, { firstAt: new Date(firstAt), spreadMs }));
}

describe("shiftCalendar", () => {
  it("spreads the rows evenly from the first instant on, on whole seconds", () => {
    const rows = "a,2020-01-01,09:00,UTC,A\nb,2020-01-01,10:00,UTC,B\nc,2020-01-02,09:00,UTC,C\n";

    const [, ...moved] = shifted(rows, "2026-11-24T09:00:00.200Z", 30_000);

    expect(moved.map(([, date, time]) => `${date} ${time}`)).toEqual([
      "2026-11-24 09:00:01",
      "2026-11-24 09:00:16",
      "2026-11-24 09:00:31",
    ]);
  });

  it("writes each row in its own time zone, which may mean another day", () => {
    const rows = "a,2020-01-01,09:00,Europe/Paris,A\nb,2020-01-01,09:00,Asia/Tokyo,B\nc,2020-01-01,09:00,,C\n";

    const [, ...moved] = shifted(rows, "2026-11-24T23:30:00Z");

    expect(moved.map(([, date, time, zone]) => [date, time, zone])).toEqual([
      ["2026-11-25", "00:30:00", "Europe/Paris"],
      ["2026-11-25", "08:30:00", "Asia/Tokyo"],
      ["2026-11-24", "23:30:00", ""],
    ]);
  });

  it.each([
    ["before the clocks go forward", "2026-03-29T00:59:00Z", "01:59:00"],
    ["after the clocks went forward", "2026-03-29T01:00:00Z", "03:00:00"],
    ["after the clocks went back", "2026-10-25T01:30:00Z", "02:30:00"],
  ])("knows what the clocks show %s", (_, firstAt, time) => {
    const [, row] = shifted("a,2020-01-01,09:00,Europe/Paris,A\n", firstAt);

    expect(row?.[2]).toBe(time);
  });

  it.each(["2026-02-30", "01/12/2026", ""])("keeps a row with the date “%s”, which is there to be rejected", (date) => {
    const [, row] = shifted(`a,${date},09:00,Europe/Paris,A\n`, "2026-11-24T09:00:00Z");

    expect(row).toEqual(["a", date, "09:00", "Europe/Paris", "A"]);
  });

  it("keeps texts with commas, quotes and line breaks", () => {
    const [, row] = shifted('a,2020-01-01,09:00,UTC,"Deux, ""trois""\n🥐"\n', "2026-11-24T09:00:00Z");

    expect(row?.[4]).toBe('Deux, "trois"\n🥐');
  });
});
