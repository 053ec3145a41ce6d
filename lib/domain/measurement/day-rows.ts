import { METRIC_NAMES, type MetricName } from "./metrics.ts";
import { dayOf, plusDays, type Snapshot } from "./snapshot.ts";
import type { Subject } from "./subject.ts";

/** A number at the end of a day, or as it was last read on it. */
export interface DayValue {
  readonly value: number;
  /** Against the day before; absent when that day has no such number. Negative where the network took some back. */
  readonly delta?: number;
}

/** What one day brought to one subject. A metric that the network did not give is absent. */
export interface DayRow {
  readonly subject: Subject;
  /** `yyyy-mm-dd`, UTC. */
  readonly day: string;
  readonly at: Date;
  readonly metrics: Readonly<Partial<Record<MetricName, DayValue>>>;
}

/**
 * Rows of one subject's days, in order.
 *
 * @param days its day's snapshots, the one before the first row included where there is one.
 * @param from the first day that gets a row, `yyyy-mm-dd`.
 */
export function dayRows(days: readonly Snapshot[], from: string): readonly DayRow[] {
  const byDay = new Map(days.map((snapshot) => [dayOf(snapshot.at), snapshot]));
  return [...byDay.keys()]
    .filter((day) => day >= from)
    .sort()
    .flatMap((day) => toRow(byDay.get(day), byDay.get(dayBefore(day))));
}

function dayBefore(day: string): string {
  return dayOf(plusDays(new Date(day), -1));
}

function toRow(snapshot: Snapshot | undefined, before: Snapshot | undefined): DayRow[] {
  if (!snapshot) return [];
  const { subject, at, values } = snapshot;
  const metrics = METRIC_NAMES.flatMap((name) => {
    const [value, earlier] = [values[name], before?.values[name]];
    if (value === undefined) return [];
    return [[name, earlier === undefined ? { value } : { value, delta: value - earlier }] as const];
  });
  return [{ subject, day: dayOf(at), at, metrics: Object.fromEntries(metrics) }];
}
