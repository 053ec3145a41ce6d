import { Temporal } from "temporal-polyfill";
import type { MessageName } from "../messages/catalogue.ts";
import type { Say } from "../messages/say.ts";
import type { CellProblem } from "../problem.ts";
import type { DecidedOrder } from "./date-order.ts";
import type { Moment, WrittenDate } from "./written-date.ts";

export type Read<T> = { readonly value: T } | { readonly problem: CellProblem };

interface DateRules {
  readonly order: DecidedOrder;
  readonly say: Say;
}

/** A day of the calendar that exists. */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export function readDate(written: string, moment: Moment | undefined, rules: DateRules): Read<Temporal.PlainDate> {
  const read = readDay(written, moment, rules);
  return "value" in read ? { value: Temporal.PlainDate.from(read.value) } : read;
}

/** The day that a cell names, by the order that was decided for the whole file. */
export function readDay(written: string, moment: Moment | undefined, { order, say }: DateRules): Read<Day> {
  const cell = { written, say };
  if (!moment) return refused(cell, written === "" ? "dateEmpty" : "dateUnreadable");
  const parts = ordered(moment.date, order);
  if ("undecided" in parts) return refused(cell, parts.undecided, parts.values);
  const { year, month, day } = parts;
  if (month < 1 || month > 12) return refused(cell, "dateMonth", { month });
  // Every month has so many.
  if (day >= 1 && day <= 28) return { value: parts };
  // The calendar repeats itself after 400 years, and Date takes years below 100 for others.
  const daysInMonth = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  if (day >= 1 && day <= daysInMonth) return { value: parts };
  return refused(cell, "dateDay", { days: daysInMonth, last: isoDay({ year, month, day: daysInMonth }) });
}

interface Cell {
  readonly written: string;
  readonly say: Say;
}

function refused({ written: value, say }: Cell, name: MessageName, values: Parameters<Say>[1] = {}): Read<Day> {
  return { problem: { column: "date", value, ...say(name, { value, ...values }) } };
}

type Parts = Day | { readonly undecided: MessageName; readonly values: Parameters<Say>[1] };

function ordered(date: WrittenDate, decided: DecidedOrder): Parts {
  if (date.is === "certain") return date;
  const { first, second, year } = date;
  if (!("undecided" in decided)) {
    return decided.order === "day-first" ? { year, month: second, day: first } : { year, month: first, day: second };
  }
  if (decided.undecided === "mixed") return { undecided: "dateOrderMixed", values: { ...decided } };
  const values = {
    dayFirst: isoDay({ year, month: second, day: first }),
    monthFirst: isoDay({ year, month: first, day: second }),
  };
  return { undecided: "dateOrderUnknown", values };
}

export function isoDay({ year, month, day }: Day): string {
  const two = (part: number) => String(part).padStart(2, "0");
  return `${year}-${two(month)}-${two(day)}`;
}
