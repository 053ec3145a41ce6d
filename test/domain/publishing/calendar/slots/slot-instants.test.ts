import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PostingSlots, readSlots } from "#lib/domain/publishing/calendar/slots/posting-slots.ts";
import { localDay, localMinute, slotsFrom, slotsOn } from "#lib/domain/publishing/calendar/slots/slot-instants.ts";

const slots = (text: string) => readSlots(text) as PostingSlots;
const iso = (instants: readonly Date[]) => instants.map((instant) => instant.toISOString());

describe("the slots of a day", () => {
  it("keep their time on the clock when winter comes", () => {
    const place = { slots: slots("daily 09:20"), timeZone: "Europe/Paris" };

    expect(iso(slotsOn("2026-10-24", place))).toEqual(["2026-10-24T07:20:00.000Z"]);
    expect(iso(slotsOn("2026-10-25", place))).toEqual(["2026-10-25T08:20:00.000Z"]);
  });

  it("are only those of its weekday, in order", () => {
    const place = { slots: slots("mon-fri 14:10, 09:20; sat 10:00"), timeZone: "UTC" };

    expect(iso(slotsOn("2026-12-24", place))).toEqual(["2026-12-24T09:20:00.000Z", "2026-12-24T14:10:00.000Z"]);
    expect(iso(slotsOn("2026-12-26", place))).toEqual(["2026-12-26T10:00:00.000Z"]);
    expect(slotsOn("2026-12-27", place)).toEqual([]);
  });

  it("are one where the clocks skip the first of two, and once where they show it twice", () => {
    const place = { slots: slots("daily 02:30, 03:30"), timeZone: "Europe/Paris" };

    expect(iso(slotsOn("2027-03-28", place))).toEqual(["2027-03-28T01:30:00.000Z"]);
    expect(iso(slotsOn("2026-10-25", place))).toEqual(["2026-10-25T00:30:00.000Z", "2026-10-25T02:30:00.000Z"]);
  });
});

describe("the slots from an instant on", () => {
  it("begin with the one of that very instant", () => {
    const place = { slots: slots("mon 09:00"), timeZone: "UTC" };
    const [first, second] = [...slotsFrom(new Date("2026-11-30T09:00:00Z"), place)];

    expect([first, second]).toEqual([new Date("2026-11-30T09:00:00Z"), new Date("2026-12-07T09:00:00Z")]);
  });

  it("show the same times on the clock all year, come in order and lie in the day that they belong to", {
    timeout: 30_000,
  }, () => {
    const zones = fc.constantFrom("Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "UTC");
    const times = fc.array(fc.integer({ min: 0, max: 24 * 60 - 1 }), { minLength: 1, maxLength: 4 });
    const starts = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2028, 0, 1) });
    fc.assert(
      fc.property(zones, times, starts, (timeZone, minutes, start) => {
        const clocks = minutes.map((minute) => new Date(minute * 60_000).toISOString().slice(11, 16));
        const place = { slots: slots(`daily ${clocks.join(", ")}`), timeZone };
        let last = start - 1;
        for (const instant of slotsFrom(new Date(start), place)) {
          expect(instant.getTime()).toBeGreaterThan(last);
          last = instant.getTime();
          const [day = "", clock = ""] = localMinute(instant, timeZone).split(" ");
          expect(localDay(instant, timeZone)).toBe(day);
          // Only a time that the clocks skip may be shown as another one: then no clock shows it on that day.
          if (!clocks.includes(clock)) expect(slotsOn(day, place).length).toBeLessThanOrEqual(new Set(clocks).size);
          if (!clocks.includes(clock)) expect(isAfterGap(instant, timeZone)).toBe(true);
        }
      }),
      { numRuns: 6 },
    );
  });
});

/** Within the two hours before it the clocks went forward. */
function isAfterGap(instant: Date, timeZone: string): boolean {
  const shown = (at: number) => Date.parse(`${localMinute(new Date(at), timeZone).replace(" ", "T")}Z`);
  const before = instant.getTime() - 2 * 3_600_000;
  return shown(instant.getTime()) - shown(before) > 2 * 3_600_000;
}
