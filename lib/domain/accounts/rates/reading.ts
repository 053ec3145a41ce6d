import type { Purpose } from "./purpose.ts";

/** What one answer of a network tells of one of its limits. */
export interface RateReading {
  /** Whose limit it is: of all our channels there together, or of the channel that asked. */
  readonly scope: "app" | "channel";
  /** Which of the limits of that scope, in the network's words: an endpoint such as `POST /2/tweets`, or a kind of use. */
  readonly name: string;
  /** The purposes whose requests draw on it. */
  readonly concerns: readonly Purpose[];
  /** From 0 (untouched) to 1 (the network refuses). */
  readonly usedShare: number;
  /** When the network grants anew, where it says so. */
  readonly regainsAt?: Date;
}

/** One reading for each limit, the severest of what several headers of an answer tell of it. */
export function severest(readings: readonly RateReading[]): readonly RateReading[] {
  const groups = Map.groupBy(readings, ({ scope, name }) => `${scope} ${name}`);
  return [...groups.values()].flatMap((group) => group.reduce(severer));
}

function severer(one: RateReading, other: RateReading): RateReading {
  const { regainsAt = new Date(0) } = one;
  const latest = other.regainsAt && other.regainsAt > regainsAt ? other.regainsAt : one.regainsAt;
  return { ...one, usedShare: Math.max(one.usedShare, other.usedShare), regainsAt: latest };
}
