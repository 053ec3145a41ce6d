import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { steadyInstant } from "#lib/domain/publishing/calendar/dates/steady-offset.ts";

const ZONES = ["Europe/Paris", "America/New_York", "Pacific/Apia", "Africa/Casablanca", "Asia/Kolkata", "UTC"];

describe("steadyInstant", () => {
  it("comes to the instant that the zone's rules give, wherever it answers", () => {
    const minute = fc.integer({ min: Date.UTC(2009, 0) / 60_000, max: Date.UTC(2035, 0) / 60_000 });
    let answered = 0;
    const property = fc.property(minute, fc.constantFrom(...ZONES), (at, zone) => {
      const local = Temporal.Instant.fromEpochMilliseconds(at * 60_000)
        .toZonedDateTimeISO("UTC")
        .toPlainDateTime();
      const steady = steadyInstant(local, zone);
      if (!steady) return;
      answered += 1;
      expect(steady.getTime()).toBe(local.toZonedDateTime(zone, { disambiguation: "reject" }).epochMilliseconds);
    });
    fc.assert(property, { numRuns: 2000 });

    expect(answered).toBeGreaterThan(1500);
  });

  it.each([
    ["spring", "2027-03-28T02:30", "Europe/Paris"],
    ["autumn", "2027-10-31T02:30", "Europe/Paris"],
    ["the day before", "2027-03-27T12:00", "Europe/Paris"],
    ["a year before Date's first", "0050-06-01T12:00", "UTC"],
    ["a day that an island left out", "2011-12-30T12:00", "Pacific/Apia"],
  ])("leaves %s to the zone's rules", (_, local, zone) => {
    expect(steadyInstant(Temporal.PlainDateTime.from(local), zone)).toBeUndefined();
  });
});
