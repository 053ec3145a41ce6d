import { nearest } from "./nearest.ts";
import { type CellProblem, quote } from "./problem.ts";

/** Checks that a time zone is one of the IANA names, in any case: `Europe/Paris`. */
export function readTimeZone(written: string): { readonly value: string } | { readonly problem: CellProblem } {
  const known = zonesByWrittenName.get(written) ?? resolve(written);
  if (known) return { value: known };
  const meant = suggestion(written);
  return {
    problem: {
      column: "timezone",
      value: written,
      problem: `${quote(written)} is not a time zone`,
      remedy: meant ? `Write ${meant}.` : "Write a name like Europe/Paris, or UTC; leave it empty for the default.",
    },
  };
}

/** Asking for a zone is slow and a calendar names the same few in every row. */
const zonesByWrittenName = new Map<string, string>();

const REMEMBERED = 1000;

function resolve(written: string): string | undefined {
  if (!/^[a-z]/i.test(written)) return undefined;
  try {
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: written }).resolvedOptions();
    if (zonesByWrittenName.size < REMEMBERED) zonesByWrittenName.set(written, timeZone);
    return timeZone;
  } catch {
    return undefined;
  }
}

function suggestion(written: string): string | undefined {
  const zones = Intl.supportedValuesOf("timeZone");
  const city = written.trim().toLowerCase().replaceAll(" ", "_");
  return zones.find((zone) => zone.toLowerCase().endsWith(`/${city}`)) ?? nearest(written, zones);
}
