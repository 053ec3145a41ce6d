import { Temporal } from "temporal-polyfill";
import type { CellProblem } from "./problem.ts";
import { quote } from "./problem.ts";
import { readTimeZone } from "./time-zone.ts";

export interface WrittenTime {
  readonly date: string;
  readonly time: string;
  /** An IANA zone, or empty for the default. */
  readonly timezone: string;
}

export type DueAt = { readonly dueAt: Date } | { readonly problems: readonly CellProblem[] };

/** The instant that `date`, `time` and `timezone` name; or what keeps them from naming exactly one. */
export function readDueAt(written: WrittenTime, defaultTimeZone: string): DueAt {
  const date = readDate(written.date);
  const time = readTime(written.time);
  const zone = readTimeZone(written.timezone === "" ? defaultTimeZone : written.timezone);
  const parts = [date, time, zone];
  const problems = parts.flatMap((part) => ("problem" in part ? [part.problem] : []));
  if ("problem" in date || "problem" in time || "problem" in zone) return { problems };
  return instantOf(date.value.toPlainDateTime(time.value), zone.value);
}

type Read<T> = { readonly value: T } | { readonly problem: CellProblem };

function readDate(written: string): Read<Temporal.PlainDate> {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(written);
  if (!match) return { problem: { column: "date", value: written, ...unreadableDate(written) } };
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12) {
    const problem = `${written} is not a date: there is no month ${month}`;
    return { problem: { column: "date", value: written, problem, remedy: "Write year-month-day, like 2026-12-24." } };
  }
  const { daysInMonth } = new Temporal.PlainYearMonth(year, month);
  if (day >= 1 && day <= daysInMonth) return { value: new Temporal.PlainDate(year, month, day) };
  const last = new Temporal.PlainDate(year, month, daysInMonth).toString();
  const problem = `${written} does not exist: that month has ${daysInMonth} days`;
  return { problem: { column: "date", value: written, problem, remedy: `The last day of that month is ${last}.` } };
}

function unreadableDate(written: string): { problem: string; remedy: string } {
  const remedy = "Write year-month-day, like 2026-12-24.";
  if (written === "") return { problem: "the date is empty", remedy };
  return { problem: `${quote(written)} is not a date that can be read with certainty`, remedy };
}

function readTime(written: string): Read<Temporal.PlainTime> {
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(written);
  const [hour, minute, second] = [Number(match?.[1]), Number(match?.[2]), Number(match?.[3] ?? 0)];
  if (match && hour < 24 && minute < 60 && second < 60) return { value: new Temporal.PlainTime(hour, minute, second) };
  const problem = written === "" ? "the time is empty" : `${quote(written)} is not a time of day`;
  const remedy = "Write hours and minutes of the 24-hour day, like 09:30 or 17:45.";
  return { problem: { column: "time", value: written, problem, remedy } };
}

/** A local time that clocks skip in spring or show twice in autumn names no single instant: people must choose. */
function instantOf(local: Temporal.PlainDateTime, timeZone: string): DueAt {
  const earlier = local.toZonedDateTime(timeZone, { disambiguation: "earlier" });
  const later = local.toZonedDateTime(timeZone, { disambiguation: "later" });
  if (earlier.epochMilliseconds === later.epochMilliseconds) return { dueAt: new Date(earlier.epochMilliseconds) };
  const isSkipped = !earlier.toPlainDateTime().equals(local);
  return { problems: [isSkipped ? skipped(local, { earlier, later }) : twice(local, { earlier, later })] };
}

interface Choice {
  readonly earlier: Temporal.ZonedDateTime;
  readonly later: Temporal.ZonedDateTime;
}

function skipped(local: Temporal.PlainDateTime, { earlier, later }: Choice): CellProblem {
  const value = clock(local);
  const place = `${local.toPlainDate().toString()} in ${later.timeZoneId}`;
  const problem = `${value} does not exist on ${place}: the clocks go forward over it`;
  return { column: "time", value, problem, remedy: `Write ${clock(later)}, or ${clock(earlier)} to be early.` };
}

function twice(local: Temporal.PlainDateTime, { earlier, later }: Choice): CellProblem {
  const value = clock(local);
  const [first, second] = [earlier, later].map((choice) => choice.withTimeZone("UTC"));
  const place = `${local.toPlainDate().toString()} in ${later.timeZoneId}`;
  const problem = `${value} comes twice on ${place}: the clocks go back over it`;
  const utc = (choice: Temporal.ZonedDateTime) => `${choice.toPlainDate().toString()} ${clock(choice)}`;
  const remedy =
    first && second
      ? `Say which by writing it in the time zone UTC: ${utc(first)} is the first, ${utc(second)} the second.`
      : "Write it in the time zone UTC.";
  return { column: "time", value, problem, remedy };
}

function clock(time: Temporal.PlainDateTime | Temporal.ZonedDateTime): string {
  const plain = time.toPlainTime();
  return plain.toString({ smallestUnit: plain.second === 0 ? "minute" : "second" });
}
