import { type Command, Option } from "commander";
import { csvExport } from "#lib/app/publishing/calendar/export/csv-export.ts";
import { jsonExport } from "#lib/app/publishing/calendar/export/json-export.ts";
import { listPublications } from "#lib/app/publishing/list-publications.ts";
import { exportedRows } from "#lib/domain/publishing/calendar/written/exported-rows.ts";
import { DAY_MS, day } from "../arguments.ts";
import { outputOf, targetOf } from "../global-options.ts";
import { icsExport } from "../ics-export.ts";
import { openPublications } from "../open-publications.ts";
import { readTimeZoneOption } from "../time-zone-option.ts";

interface ExportOptions {
  readonly from?: Date;
  readonly to?: Date;
  readonly calendar?: string;
  readonly format: "csv" | "json" | "ics";
  readonly timezone: string;
}

/** Without --from and --to: what was published lately, and what is planned for the year to come. */
const DAYS_BACK = 31;
const DAYS_AHEAD = 366;

export function addExportCommand(calendar: Command): void {
  calendar
    .command("export")
    .description("print what is planned as a calendar: a CSV that can be edited and applied, JSON, or iCalendar")
    .option("--from <day>", "first day of the due times (UTC), such as 2026-12-01", day)
    .option("--to <day>", "last day", day)
    .option("--calendar <name>", "only of this calendar, such as december")
    .addOption(new Option("--format <format>", "what to print").choices(["csv", "json", "ics"]).default("csv"))
    .option("--timezone <zone>", "of the dates and times in the CSV", "UTC")
    .action((options: ExportOptions, command: Command) => printExport(options, command));
}

async function printExport(
  { from, to, calendar, timezone, ...options }: ExportOptions,
  command: Command,
): Promise<void> {
  const format = outputOf(command).isJson ? "json" : options.format;
  const timeZone = readTimeZoneOption(timezone);
  const { publications, dueIndex } = openPublications(await targetOf(command));
  const now = Date.now();
  const range = {
    from: from ?? new Date(now - DAYS_BACK * DAY_MS),
    to: to ?? new Date(now + DAYS_AHEAD * DAY_MS),
  };
  const all = await listPublications(range, { publications, dueIndex, archive: dueIndex });
  const rows = exportedRows(all.filter((each) => calendar === undefined || each.calendar === calendar));
  if (format === "csv")
    process.stdout.write(csvExport(rows, { timeZone, isPart: from !== undefined || to !== undefined }));
  if (format === "json") process.stdout.write(`${JSON.stringify(jsonExport(rows), null, 2)}\n`);
  if (format === "ics") process.stdout.write(icsExport(rows));
}
