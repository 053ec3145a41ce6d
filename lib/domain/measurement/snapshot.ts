import type { MetricValues } from "./metrics.ts";
import type { Subject } from "./subject.ts";

/** All numbers of one subject at one instant. The latest of a day (UTC) is what is kept of the day. */
export interface Snapshot {
  readonly subject: Subject;
  readonly values: MetricValues;
  /** When the network was asked. */
  readonly at: Date;
}

/** `yyyy-mm-dd`, UTC. */
export function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

const DAY_MS = 24 * 60 * 60_000;

/** The same time of day, `count` days later. */
export function plusDays(instant: Date, count: number): Date {
  return new Date(instant.getTime() + count * DAY_MS);
}
