import { parse } from "csv-parse/sync";
import { Temporal } from "temporal-polyfill";
import { csvLine } from "#lib/app/publishing/calendar/csv-line.ts";

/** When the rows of the sample fall due: the first at `firstAt`, the others evenly over `spreadMs`. */
export interface Spread {
  readonly firstAt: Date;
  readonly spreadMs: number;
}

/**
 * The same calendar with other dates and times, in each row's own time zone. Rows whose date makes no sense keep it:
 * they are in the sample to be rejected.
 */
export function shiftCalendar(csv: string, { firstAt, spreadMs }: Spread): string {
  const [header = [], ...rows]: string[][] = parse(csv);
  const column = (name: string) => header.indexOf(name);
  const [date, time, zone] = [column("date"), column("time"), column("timezone")];
  const shifted = rows.map((row, index) => {
    if (!isDay(row[date] ?? "")) return row;
    const offsetMs = Math.round((index / Math.max(1, rows.length - 1)) * spreadMs);
    const due = Temporal.Instant.fromEpochMilliseconds(wholeSecond(firstAt.getTime() + offsetMs));
    const local = due.toZonedDateTimeISO(row[zone] || "UTC");
    return row.with(date, local.toPlainDate().toString()).with(time, local.toPlainTime().toString());
  });
  return [header, ...shifted].map(csvLine).join("");
}

function isDay(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text, { overflow: "reject" }) !== undefined;
  } catch {
    return false;
  }
}

function wholeSecond(ms: number): number {
  return Math.ceil(ms / 1_000) * 1_000;
}
