import type { Column } from "../columns.ts";
import type { CalendarHeader } from "../header.ts";
import { type WrittenMoment, writtenInstant, writtenMoment } from "./moment.ts";
import type { WrittenRow } from "./row.ts";

/** Puts a row under the columns of a file; what the file has no column for is left out. */
export function laidOut(row: WrittenRow, header: CalendarHeader, timeZone: string): readonly string[] {
  const cells: string[] = header.cells.map(() => "");
  const values: Readonly<Partial<Record<Column, string>>> = { ...row.values, ...momentIn(header, row.dueAt, timeZone) };
  for (const [column, [position]] of header.positions)
    if (position !== undefined) cells[position] = values[column] ?? "";
  for (const { column, network, position } of header.variants) {
    cells[position] = row.variants.get(network)?.[column] ?? "";
  }
  return cells;
}

/** Without a column for the time zone, the date says it all. */
function momentIn({ positions }: CalendarHeader, dueAt: Date, timeZone: string): Partial<WrittenMoment> {
  const isWhole = positions.has("time") && positions.has("timezone");
  return isWhole ? writtenMoment(dueAt, timeZone) : { date: writtenInstant(dueAt, timeZone) };
}
