import { InvalidArgumentError } from "commander";

/** A day such as `2026-12-24`, as its first instant (UTC). */
export function day(text: string): Date {
  const instant = new Date(`${text}T00:00:00.000Z`);
  const isDay =
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
  if (!isDay) throw new InvalidArgumentError("A day is written like 2026-12-24.");
  return instant;
}

export function count(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("A whole number, at least 1.");
  return number;
}

export const DAY_MS = 24 * 60 * 60_000;
