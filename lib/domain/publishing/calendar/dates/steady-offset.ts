import { Temporal } from "temporal-polyfill";
import { remembered } from "../../../remembered.ts";
import type { Day } from "./read-date.ts";
import type { Clock } from "./written-time.ts";

/** A time between two changes of a zone's clocks, in milliseconds since 1970, and how far the zone is ahead of UTC in it. */
interface Stretch {
  readonly from: number;
  readonly until: number;
  readonly offset: number;
}

/** More than any zone is ahead of UTC, and more than any clocks were ever changed by. */
const MARGIN_MS = 2 * 86_400_000;

/**
 * The instant of a local time that is at least two days away from any change of the zone's clocks; undefined for all others.
 * A calendar has thousands of rows between two changes, and to subtract is a hundred times as fast as to ask for the zone's rules.
 */
export function steadyInstant(local: Day & Clock, timeZone: string): Date | undefined {
  const { year, month, day, hour, minute, second } = local;
  if (year < 100) return undefined; // Date takes it for one of the 20th century.
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
  const { from, until, offset } = stretchAt(asUtc, timeZone);
  const isSteady = from + MARGIN_MS <= asUtc && asUtc < until - MARGIN_MS;
  return isSteady ? new Date(asUtc - offset) : undefined;
}

const stretchesOf = remembered((_timeZone): Stretch[] => []);

/** Two a year: enough for any calendar, few enough to look through. */
const REMEMBERED = 20;

function stretchAt(instant: number, timeZone: string): Stretch {
  const stretches = stretchesOf(timeZone);
  const known = stretches.find(({ from, until }) => from <= instant && instant < until);
  if (known) return known;
  const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);
  const next = zoned.getTimeZoneTransition("next");
  // Of two changes at the same instant the search must not find the one at `instant` itself: it looks from the millisecond after it.
  const last = zoned.add({ milliseconds: 1 }).getTimeZoneTransition("previous");
  const stretch = {
    from: last?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    until: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: zoned.offsetNanoseconds / 1e6,
  };
  if (stretches.length >= REMEMBERED) stretches.length = 0;
  stretches.push(stretch);
  return stretch;
}
