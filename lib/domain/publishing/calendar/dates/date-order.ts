import type { Language } from "../messages/say.ts";
import { readMoment } from "./written-date.ts";

export type DateOrder = "day-first" | "month-first";

/** What the dates of a whole file say of the order of day and month: the lines that can only be read in one way. */
export interface DateEvidence {
  readonly dayFirstLine?: number;
  readonly monthFirstLine?: number;
  /** A date cell that holds a time, too. */
  readonly timedLine?: number;
}

/** Adds one date cell to the evidence. */
export function observed(evidence: DateEvidence, cell: string, line: number): DateEvidence {
  const moment = readMoment(cell);
  if (!moment) return evidence;
  const { date, time } = moment;
  const seen = time !== "" && evidence.timedLine === undefined ? { ...evidence, timedLine: line } : evidence;
  if (date.is === "certain") return seen;
  const { first, second } = date;
  if (first > 12 && second <= 12 && seen.dayFirstLine === undefined) return { ...seen, dayFirstLine: line };
  if (second > 12 && first <= 12 && seen.monthFirstLine === undefined) return { ...seen, monthFirstLine: line };
  return seen;
}

/** One order for the whole file, or why there is none. */
export type DecidedOrder =
  | { readonly order: DateOrder }
  | { readonly undecided: "no-evidence" }
  | { readonly undecided: "mixed"; readonly dayFirstLine: number; readonly monthFirstLine: number };

export interface OrderClues {
  /** What the file says of itself. */
  readonly hint?: DateOrder;
  readonly evidence: DateEvidence;
  readonly language: Language;
  /** What the tool that the file was made for expects. */
  readonly custom?: DateOrder;
}

/** The file's own word, then its dates, then its language and origin. English alone decides nothing. */
export function decideOrder({ hint, evidence, language, custom }: OrderClues): DecidedOrder {
  const { dayFirstLine, monthFirstLine } = evidence;
  if (hint) return { order: hint };
  if (dayFirstLine !== undefined && monthFirstLine !== undefined) {
    return { undecided: "mixed", dayFirstLine, monthFirstLine };
  }
  if (dayFirstLine !== undefined) return { order: "day-first" };
  if (monthFirstLine !== undefined) return { order: "month-first" };
  if (language === "fr") return { order: "day-first" };
  return custom ? { order: custom } : { undecided: "no-evidence" };
}
