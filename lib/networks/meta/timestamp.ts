import * as z from "zod";

/** Graph's instants: seconds in webhooks of changes, milliseconds in those of messages, ISO text in answers. */
export const GraphTime = z
  .union([z.number(), z.string().min(1)])
  .transform(toDate)
  .refine(isValid, "not an instant");

/** Below this a number counts seconds: as milliseconds it would be in 1973. */
const FIRST_MILLISECONDS = 100_000_000_000;

function toDate(value: number | string): Date {
  const number = Number(value);
  if (Number.isNaN(number)) return new Date(value);
  return new Date(number < FIRST_MILLISECONDS ? number * 1000 : number);
}

function isValid(date: Date): boolean {
  return !Number.isNaN(date.getTime());
}
