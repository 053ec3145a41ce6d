import { readTimeZone } from "#lib/domain/publishing/calendar/dates/time-zone.ts";
import { sayIn } from "#lib/domain/publishing/calendar/messages/say.ts";
import { CommandFailure } from "./failure.ts";

/** @throws CommandFailure when there is no such time zone. */
export function readTimeZoneOption(written: string): string {
  const zone = readTimeZone(written, sayIn("en"));
  if ("problem" in zone) throw new CommandFailure(`--timezone: ${zone.problem.problem}. ${zone.problem.remedy}`);
  return zone.value;
}
