import { Temporal } from "temporal-polyfill";

/** An instant as a calendar writes it. */
export interface WrittenMoment {
  readonly date: string;
  readonly time: string;
  readonly timezone: string;
}

/** In the zone, or in UTC for an hour that the zone's clocks show twice. */
export function writtenMoment(instant: Date, timeZone: string): WrittenMoment {
  const local = zoned(instant, timeZone);
  const isTwice = !local.equals(local.toPlainDateTime().toZonedDateTime(timeZone, { disambiguation: "earlier" }));
  const isFirst = !local.equals(local.toPlainDateTime().toZonedDateTime(timeZone, { disambiguation: "later" }));
  const written = isTwice || isFirst ? zoned(instant, "UTC") : local;
  return { date: written.toPlainDate().toString(), time: clock(written), timezone: written.timeZoneId };
}

/** In one cell, with its offset: `2026-12-24T18:00:00+01:00`. It needs no time zone beside it. */
export function writtenInstant(instant: Date, timeZone: string): string {
  const local = zoned(instant, timeZone);
  return `${local.toPlainDateTime().toString({ smallestUnit: "second" })}${local.offset}`;
}

function zoned(instant: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
}

function clock(time: Temporal.ZonedDateTime): string {
  return time.toPlainTime().toString({ smallestUnit: time.second === 0 ? "minute" : "second" });
}
