import { compact } from "../column-names.ts";
import type { DecidedOrder } from "../dates/date-order.ts";
import { type Read, readDate } from "../dates/read-date.ts";
import { readMoment } from "../dates/written-date.ts";
import type { Say } from "../messages/say.ts";
import type { CellProblem } from "../problem.ts";

/** How a row repeats: the parts of an RRULE (https://datatracker.ietf.org/doc/html/rfc5545#section-3.3.10). */
export type Repeat = Readonly<Record<string, string>>;

interface RepeatRules {
  readonly order: DecidedOrder;
  readonly say: Say;
}

/** The parts that choose days. The time of day is the row's own, and nobody posts by the minute. */
const DAY_PARTS: ReadonlySet<string> = new Set([
  "FREQ",
  "INTERVAL",
  "COUNT",
  "UNTIL",
  "BYDAY",
  "BYMONTHDAY",
  "BYYEARDAY",
  "BYWEEKNO",
  "BYMONTH",
  "BYSETPOS",
  "WKST",
]);

/** Reads `FREQ=WEEKLY;COUNT=10`, with or without `RRULE:`, or plain words: `weekly until 2026-12-31`, `chaque jour, 5 fois`. */
export function readRepeat(written: string, rules: RepeatRules): Read<Repeat> {
  const { say } = rules;
  const read = /^(rrule\s*:|freq\s*=)/i.test(written) ? readRule(written) : readWords(written, rules);
  if (!read) return refused(written, say("repeatUnreadable", { value: written }));
  if ("problem" in read) return read;
  return hasEnd(read.value) ? read : refused(written, say("repeatEndless", { value: written }));
}

function refused(value: string, wording: ReturnType<Say>): { readonly problem: CellProblem } {
  return { problem: { column: "repeat", value, ...wording } };
}

function hasEnd({ COUNT, UNTIL }: Repeat): boolean {
  return COUNT !== undefined || UNTIL !== undefined;
}

function readRule(written: string): Read<Repeat> | undefined {
  const rule: Record<string, string> = {};
  const parts = written
    .replace(/^rrule\s*:/i, "")
    .toUpperCase()
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  for (const part of parts) {
    const [, name = "", value = ""] = /^([A-Z]+)\s*=\s*(\S+)$/.exec(part) ?? [];
    if (!DAY_PARTS.has(name) || name in rule) return undefined;
    rule[name] = name === "UNTIL" ? value.replace(/[-:]/g, "") : value;
  }
  const isDaily = /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/.test(rule.FREQ ?? "");
  const isEndReadable = rule.UNTIL === undefined || /^\d{8}(T\d{6}Z?)?$/.test(rule.UNTIL);
  return isDaily && isEndReadable ? { value: rule } : undefined;
}

const WORDS: readonly (readonly [frequency: string, words: RegExp])[] = [
  ["DAILY", /^(daily|everyday|eachday|chaquejour|touslesjours|quotidien(ne)?)$/],
  ["WEEKLY", /^(weekly|everyweek|eachweek|chaquesemaine|touteslessemaines|hebdomadaire)$/],
  ["MONTHLY", /^(monthly|everymonth|eachmonth|chaquemois|touslesmois|mensuel(le)?)$/],
  ["YEARLY", /^(yearly|everyyear|eachyear|chaqueannee|touslesans|annuel(le)?)$/],
];

/** How often, and then until when or how many times. */
const SENTENCE = /^(.+?)[\s,]*(?:(?:until|jusqu['’]?\s?au|jusqu['’]?\s?à)\s+(.+)|(\d+)\s*(?:times|fois|x))?$/iu;

function readWords(written: string, rules: RepeatRules): Read<Repeat> | undefined {
  const [, often = "", until, count] = SENTENCE.exec(written.replace(/\s+/g, " ")) ?? [];
  const frequency = WORDS.find(([, words]) => words.test(compact(often)))?.[0];
  if (!frequency) return undefined;
  if (count !== undefined) return { value: { FREQ: frequency, COUNT: count } };
  if (until === undefined) return { value: { FREQ: frequency } };
  const date = readDate(until, readMoment(until), rules);
  if ("problem" in date) return { problem: { ...date.problem, column: "repeat" } };
  return { value: { FREQ: frequency, UNTIL: `${date.value}`.replaceAll("-", "") } };
}
