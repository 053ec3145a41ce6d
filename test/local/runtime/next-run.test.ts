import { describe, expect, it } from "vitest";
import { nextRun } from "#local/runtime/events/next-run.ts";

describe("nextRun", () => {
  it.each([
    ["rate(1 minute)", "2026-11-24T09:00:59.999Z", "2026-11-24T09:01:00.000Z"],
    ["rate(1 minute)", "2026-11-24T09:01:00.000Z", "2026-11-24T09:02:00.000Z"],
    ["rate(5 minutes)", "2026-11-24T09:01:00.000Z", "2026-11-24T09:05:00.000Z"],
    ["rate(1 hour)", "2026-11-24T09:01:00.000Z", "2026-11-24T10:00:00.000Z"],
    ["rate(1 day)", "2026-11-24T09:01:00.000Z", "2026-11-25T00:00:00.000Z"],
    ["cron(0 6 * * ? *)", "2026-11-24T09:00:00.000Z", "2026-11-25T06:00:00.000Z"],
    ["cron(0/15 * * * ? *)", "2026-11-24T09:01:00.000Z", "2026-11-24T09:15:00.000Z"],
    // Weekdays count from 1 = Sunday; 24 November 2026 is a Tuesday.
    ["cron(0 6 ? * 2 *)", "2026-11-24T09:00:00.000Z", "2026-11-30T06:00:00.000Z"],
    ["cron(0 0 L * ? *)", "2026-11-24T09:00:00.000Z", "2026-11-30T00:00:00.000Z"],
    ["cron(0 0 1 1 ? 2028)", "2026-11-24T09:00:00.000Z", "2028-01-01T00:00:00.000Z"],
  ])("runs %s after %s at %s", (expression, after, expected) => {
    expect(nextRun(expression, new Date(after)).toISOString()).toBe(expected);
  });

  it.each(["every minute", "rate(1 week)", "cron(0 0 1 1 ? 2020)"])("refuses %s", (expression) => {
    expect(() => nextRun(expression, new Date())).toThrow("is not understood, or never runs again");
  });
});
