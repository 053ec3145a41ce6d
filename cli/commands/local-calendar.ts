import { createReadStream, statSync } from "node:fs";
import { basename } from "node:path";
import type { CalendarSource } from "#lib/app/publishing/calendar/ports.ts";
import { calendarName } from "#lib/aws/calendar-bucket.ts";
import { CommandFailure } from "../failure.ts";

/**
 * A calendar on this machine, as if it were uploaded now.
 *
 * @throws CommandFailure when there is no such file.
 */
export function localCalendar(path: string): CalendarSource {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new CommandFailure(`There is no file ${path}.`);
  const name = calendarName(basename(path));
  return { name, fileName: name, uploadedAt: new Date(), version: "local", open: async () => createReadStream(path) };
}
