import { Temporal } from "temporal-polyfill";
import type { PostingSlots } from "./posting-slots.ts";

/** The slots of a channel, and where its clocks are. */
export interface SlotPlace {
  readonly slots: PostingSlots;
  readonly timeZone: string;
}

/** How far ahead a free slot is looked for: a queue that is longer than this wants more slots. */
export const SLOT_HORIZON_DAYS = 366;

/**
 * The instants of one day's slots, in order. A slot is a time on the clocks of the day, never a fixed offset: what clocks
 * skip in spring is the moment after, what they show twice in autumn is the first of the two.
 *
 * @param day `2026-12-24`, in the channel's time zone.
 */
export function slotsOn(day: string, { slots, timeZone }: SlotPlace): readonly Date[] {
  const date = Temporal.PlainDate.from(day);
  const instants = slots
    .filter(({ weekday }) => weekday === date.dayOfWeek)
    .map(({ hour, minute, second }) =>
      date.toPlainDateTime({ hour, minute, second }).toZonedDateTime(timeZone, { disambiguation: "compatible" }),
    )
    .map(({ epochMilliseconds }) => epochMilliseconds);
  return [...new Set(instants)].sort((one, other) => one - other).map((instant) => new Date(instant));
}

/** The instants of all slots from `from` on, as far as the horizon. */
export function* slotsFrom(from: Date, place: SlotPlace): Generator<Date> {
  let day = localDay(from, place.timeZone);
  for (let days = 0; days <= SLOT_HORIZON_DAYS; days++) {
    for (const instant of slotsOn(day, place)) if (instant >= from) yield instant;
    day = Temporal.PlainDate.from(day).add({ days: 1 }).toString();
  }
}

/** The day that calendars show there: `2026-12-24`. */
export function localDay(instant: Date, timeZone: string): string {
  return zoned(instant, timeZone).toPlainDate().toString();
}

/** As it would be written in a calendar: `2026-12-24 09:20`. */
export function localMinute(instant: Date, timeZone: string): string {
  const local = zoned(instant, timeZone).toPlainDateTime();
  return local.toString({ smallestUnit: local.second === 0 ? "minute" : "second" }).replace("T", " ");
}

function zoned(instant: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
}
