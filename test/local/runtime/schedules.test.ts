import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Schedules } from "#local/runtime/events/schedules.ts";

/** The times at which a schedule ran, in `steps` of this many milliseconds. */
async function runs(expression: string, ...steps: number[]): Promise<string[]> {
  const times: string[] = [];
  const schedules = new Schedules();
  schedules.start({ expression, run: () => times.push(new Date().toISOString().slice(11, 19)) }, 2_000);
  for (const ms of steps) await vi.advanceTimersByTimeAsync(ms);
  schedules.stop();
  expect(vi.getTimerCount()).toBe(0);
  return times;
}

describe("Schedules", () => {
  beforeEach(() => void vi.useFakeTimers({ now: new Date("2026-11-24T09:00:30Z") }));
  afterEach(() => void vi.useRealTimers());

  it("runs soon after the start, then on the minute", async () => {
    expect(await runs("rate(1 minute)", 120_000)).toEqual(["09:00:32", "09:01:00", "09:02:00"]);
  });

  it("waits longer than a timer can", async () => {
    expect(await runs("cron(0 6 1 1 ? *)", 60 * 24 * 3_600_000)).toEqual(["09:00:32", "06:00:00"]);
  });

  it("runs once after the machine slept, not once for each missed time", async () => {
    const times: string[] = [];
    const schedules = new Schedules();
    schedules.start({ expression: "rate(1 minute)", run: () => times.push(new Date().toISOString().slice(11, 19)) }, 0);
    await vi.advanceTimersByTimeAsync(0);

    vi.setSystemTime(new Date("2026-11-24T12:00:10Z"));
    await vi.advanceTimersByTimeAsync(60_000);
    schedules.stop();

    expect(times).toEqual(["09:00:30", "12:00:40", "12:01:00"]);
  });
});
