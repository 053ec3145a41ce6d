import { RRuleTemporal } from "rrule-temporal";
import { Temporal } from "temporal-polyfill";
import type { Repeat } from "./read-repeat.ts";

/** One time that a row goes out. */
export interface Occurrence {
  /** As clocks show it: `2026-12-24T18:00`. Names it, whatever becomes of the rule. */
  readonly local: string;
  readonly dueAt: Date;
}

/** A post a day for a year, and some more: a row that says more than this is a slip of the pen. */
export const MOST_OCCURRENCES = 400;

/** Periods that may hold nothing in a row, such as years without a February 30th. */
const MOST_PERIODS = 5_000;

/**
 * The times of a row that repeats, in order, `first` being the earliest that there may be. The time on the clock stays the
 * same when clocks change: what they skip in spring goes out the moment after, what they show twice in autumn the first
 * time. No occurrence is ever lost to them.
 *
 * @returns at most one more than `MOST_OCCURRENCES`; undefined when the rule is none.
 */
export function occurrencesOf(repeat: Repeat, first: Date, timeZone: string): readonly Occurrence[] | undefined {
  const start = Temporal.Instant.fromEpochMilliseconds(first.getTime()).toZonedDateTimeISO(timeZone);
  const locals = localTimes(repeat, start);
  return locals?.map((local) => ({
    local: local.toString({ smallestUnit: local.second === 0 ? "minute" : "second" }),
    // The row itself may say by its offset which of two equal times it means.
    dueAt: local.equals(start.toPlainDateTime())
      ? first
      : new Date(local.toZonedDateTime(timeZone, { disambiguation: "compatible" }).epochMilliseconds),
  }));
}

/** Reckoned in UTC, where every time on the clock exists once: the rule is about days, not about clocks. */
function localTimes(repeat: Repeat, start: Temporal.ZonedDateTime): readonly Temporal.PlainDateTime[] | undefined {
  const { UNTIL, ...parts } = repeat;
  const until = UNTIL === undefined ? {} : { UNTIL: localEnd(UNTIL, start.timeZoneId) };
  const rule = Object.entries({ ...parts, ...until }).map(([name, value]) => `${name}=${value}`);
  const options = {
    rruleString: rule.join(";"),
    dtstart: start.toPlainDateTime().toZonedDateTime("UTC"),
    strict: true,
    maxIterations: MOST_PERIODS,
  };
  try {
    const found = new RRuleTemporal(options).all((_, index) => index <= MOST_OCCURRENCES);
    return found.map((each) => Temporal.PlainDateTime.from(`${each}`.slice(0, 19)));
  } catch {
    // The library says by throwing, and by nothing else, that a rule contradicts itself.
    return undefined;
  }
}

/** A day's end is its last second; `Z` is an instant, seen on the row's clocks. */
function localEnd(until: string, timeZone: string): string {
  if (until.length === 8) return `${until}T235959Z`;
  if (!until.endsWith("Z")) return `${until}Z`;
  const local = Temporal.Instant.from(until).toZonedDateTimeISO(timeZone).toPlainDateTime();
  return `${local.toString({ smallestUnit: "second" }).replace(/[-:]/g, "")}Z`;
}
