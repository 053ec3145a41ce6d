import { Temporal } from "temporal-polyfill";
import type { Say } from "../messages/say.ts";
import type { CellProblem } from "../problem.ts";
import type { DecidedOrder } from "./date-order.ts";
import { type Day, isoDay, type Read, readDay } from "./read-date.ts";
import { steadyInstant } from "./steady-offset.ts";
import { readTimeZone } from "./time-zone.ts";
import { type Moment, readMoment } from "./written-date.ts";
import { type Clock, readClock } from "./written-time.ts";

export interface WrittenTime {
  /** May hold the time as well. */
  readonly date: string;
  readonly time: string;
  /** An IANA zone, or empty for the default. */
  readonly timezone: string;
}

export interface DueRules {
  readonly order: DecidedOrder;
  /** For rows that name none. */
  readonly defaultTimeZone: string;
  /** The channel has posting slots: a row without a time waits for one of them. */
  readonly hasSlots?: boolean;
  readonly say: Say;
}

export type DueAt =
  | { readonly dueAt: Date }
  /** The channel's next free slot: of that day (`2026-12-24`), or of any. */
  | { readonly slotOn: string | undefined }
  /** `lacksTime`: nothing is wrong but that no time is written, and there are no slots. */
  | { readonly problems: readonly CellProblem[]; readonly lacksTime?: boolean };

/** The instant that `date`, `time` and `timezone` name; or what keeps them from naming exactly one. */
export function readDueAt(written: WrittenTime, { order, defaultTimeZone, hasSlots = false, say }: DueRules): DueAt {
  const moment = readMoment(written.date);
  const date = readDay(written.date, moment, { order, say });
  const time = readTime(written.time, moment, say);
  const zone = readTimeZone(written.timezone === "" ? defaultTimeZone : written.timezone, say);
  const isWithoutTime = written.time === "" && (written.date === "" || moment?.time === "") && "value" in zone;
  if ("problem" in date || "problem" in time || "problem" in zone || isWithoutTime) {
    const problems = [date, time, zone].flatMap((part) => ("problem" in part ? [part.problem] : []));
    if (!isWithoutTime || (written.date !== "" && "problem" in date)) return { problems };
    if (!hasSlots) return { problems, lacksTime: true };
    return { slotOn: "value" in date ? isoDay(date.value) : undefined };
  }
  const { year, month, day } = date.value;
  const { hour, minute, second } = time.value;
  const local = { year, month, day, hour, minute, second };
  if (moment?.offset) return { dueAt: withOffset(local, moment.offset) };
  const steady = steadyInstant(local, zone.value);
  return steady ? { dueAt: steady } : instantOf(Temporal.PlainDateTime.from(local), zone.value, say);
}

function withOffset(local: Day & Clock, offset: string): Date {
  return new Date(Temporal.Instant.from(`${Temporal.PlainDateTime.from(local)}${offset}`).epochMilliseconds);
}

/** The time stands in its own column or in that of the date; a date of a spreadsheet may carry an idle midnight. */
function readTime(written: string, moment: Moment | undefined, say: Say): Read<Clock> {
  const inDate = moment?.time ?? "";
  const ofDate = readClock(inDate);
  const ofTime = readClock(written);
  const problem = (name: "timeEmpty" | "timeUnreadable", value: string) => ({
    problem: { column: "time", value, ...say(name, { value }) },
  });
  if (inDate !== "" && !ofDate) return problem("timeUnreadable", inDate);
  if (written === "") return ofDate ? { value: ofDate } : problem("timeEmpty", written);
  if (!ofTime) return problem("timeUnreadable", written);
  const isIdle = !ofDate || Object.values(ofDate).every((part) => part === 0);
  if (isIdle || secondOf(ofDate) === secondOf(ofTime)) return { value: ofTime };
  return { problem: { column: "time", value: written, ...say("timeTwice", { inDate, time: written }) } };
}

function secondOf({ hour, minute, second }: Clock): number {
  return (hour * 60 + minute) * 60 + second;
}

/** A local time that clocks skip in spring or show twice in autumn names no single instant: people must choose. */
function instantOf(local: Temporal.PlainDateTime, timeZone: string, say: Say): DueAt {
  const earlier = local.toZonedDateTime(timeZone, { disambiguation: "earlier" });
  const later = local.toZonedDateTime(timeZone, { disambiguation: "later" });
  if (earlier.epochMilliseconds === later.epochMilliseconds) return { dueAt: new Date(earlier.epochMilliseconds) };
  const isSkipped = !earlier.toPlainDateTime().equals(local);
  const place = { time: clock(local), day: local.toPlainDate().toString(), zone: later.timeZoneId };
  const wording = isSkipped
    ? say("timeSkipped", { ...place, earlier: clockOn(local, earlier), later: clockOn(local, later) })
    : say("timeRepeated", { ...place, earlier: spelled(earlier), later: spelled(later) });
  return { problems: [{ column: "time", value: place.time, ...wording }] };
}

/** Where clocks go forward at midnight, the hour before is of another day. */
function clockOn(day: Temporal.PlainDateTime, choice: Temporal.ZonedDateTime): string {
  const isSameDay = choice.toPlainDate().equals(day.toPlainDate());
  return isSameDay ? clock(choice) : `${choice.toPlainDate()} ${clock(choice)}`;
}

/** What a date cell can hold whatever else the row says. */
function spelled(choice: Temporal.ZonedDateTime): string {
  return `${choice.toPlainDate()}T${clock(choice)}${choice.offset}`;
}

function clock(time: Temporal.PlainDateTime | Temporal.ZonedDateTime): string {
  const plain = time.toPlainTime();
  return plain.toString({ smallestUnit: plain.second === 0 ? "minute" : "second" });
}
