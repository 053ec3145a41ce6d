import { LATE_GRACE_MS, type Lateness, LONGEST_LATENESS_MS } from "../lateness.ts";
import { compact } from "./column-names.ts";
import type { Say } from "./messages/say.ts";
import type { CellProblem } from "./problem.ts";

export type LatenessRead =
  /** Undefined: it is not said. */
  { readonly lateness: Lateness | undefined } | { readonly problem: CellProblem };

const WORDS: Readonly<Record<string, Lateness>> = {
  skip: { lateUpToMs: LATE_GRACE_MS, ifTooLate: "miss" },
  ask: { lateUpToMs: LATE_GRACE_MS, ifTooLate: "ask" },
};

const FRENCH_WORDS: Readonly<Record<string, string>> = { ignorer: "skip", demander: "ask" };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const UNITS: readonly (readonly [written: RegExp, ms: number])[] = [
  [/^(min|mins|mn|minutes?)$/, MINUTE_MS],
  [/^(h|hrs?|hours?|heures?)$/, HOUR_MS],
  [/^(d|days?|j|jours?)$/, DAY_MS],
];

const UNSAID: LatenessRead = { lateness: undefined };

/** Reads `2 h`, `1h30`, `skip` or `ask`. */
export function readLateness(value: string, say: Say): LatenessRead {
  if (value === "") return UNSAID;
  const word = compact(value);
  const policy = WORDS[FRENCH_WORDS[word] ?? word];
  if (policy) return { lateness: policy };
  const lateUpToMs = durationOf(value.toLowerCase());
  if (lateUpToMs === undefined) return refused(value, say("latenessUnreadable", { value }));
  if (lateUpToMs > LONGEST_LATENESS_MS) return refused(value, say("latenessTooLong", { value }));
  return { lateness: { lateUpToMs, ifTooLate: "miss" } };
}

function refused(value: string, wording: ReturnType<Say>): LatenessRead {
  return { problem: { column: "if_late", value, ...wording } };
}

/** `90 min`, `1.5 h`, `1,5 h`, `1 h 30`; a number without a unit counts minutes, and only behind hours. */
function durationOf(written: string): number | undefined {
  const [, amount, unit, minutes] =
    /^(\d+(?:[.,]\d+)?)\s*(\p{L}+)\.?\s*(?:(\d{1,2})\s*(?:min|mn)?)?$/u.exec(written) ?? [];
  const ms = UNITS.find(([name]) => name.test(unit ?? ""))?.[1];
  if (!amount || !ms || (minutes !== undefined && ms !== HOUR_MS)) return undefined;
  return Math.round(Number(amount.replace(",", ".")) * ms) + Number(minutes ?? 0) * MINUTE_MS;
}
