import { Cron } from "croner";
import { NotEmulatedError } from "#local/laptop-error.ts";

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * When a schedule expression runs next after an instant. A rate keeps to the wall clock: `rate(5 minutes)` runs at :00,
 * :05 and so on, so that two starts of the laptop agree.
 *
 * @param expression `rate(…)` or `cron(…)` of an EventBridge rule, in UTC
 */
export function nextRun(expression: string, after: Date): Date {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate) {
    const periodMs = Number(rate[1]) * (UNIT_MS[rate[2] ?? ""] ?? Number.NaN);
    return new Date((Math.floor(after.getTime() / periodMs) + 1) * periodMs);
  }
  const cron = /^cron\((.+)\)$/.exec(expression);
  const next = cron && awsCron(cron[1] ?? "").nextRun(after);
  if (!next) throw new NotEmulatedError(`The schedule ${expression} is not understood, or never runs again.`);
  return next;
}

/** AWS counts weekdays from 1 = Sunday, writes `?` for "any", and has a year but no seconds. */
function awsCron(fields: string): Cron {
  return new Cron(`0 ${fields}`, { paused: true, timezone: "UTC", alternativeWeekdays: true, sloppyRanges: true });
}
