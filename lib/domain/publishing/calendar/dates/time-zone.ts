import type { Say } from "../messages/say.ts";
import { nearest } from "../nearest.ts";
import type { CellProblem } from "../problem.ts";

/** Checks that a time zone is one of the IANA names, in any case: `Europe/Paris`. */
export function readTimeZone(
  written: string,
  say: Say,
): { readonly value: string } | { readonly problem: CellProblem } {
  const known = zonesByWrittenName.get(written) ?? resolve(written);
  if (known) return { value: known };
  const similar = suggestion(written);
  const wording = similar ? say("zoneMisspelt", { value: written, similar }) : say("zoneUnknown", { value: written });
  return { problem: { column: "timezone", value: written, ...wording } };
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
