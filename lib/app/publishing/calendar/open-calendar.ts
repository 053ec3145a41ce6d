import { type CalendarHeader, readHeader } from "#lib/domain/publishing/calendar/header.ts";
import type { CalendarProblem } from "#lib/domain/publishing/calendar/problem.ts";
import { type CalendarRow, isBlank, readRow } from "#lib/domain/publishing/calendar/row.ts";
import type { CalendarSource } from "./ports.ts";
import { type CsvRecord, readRecords } from "./read-records.ts";
import { UnreadableCalendarError } from "./unreadable-calendar-error.ts";

export type OpenedCalendar =
  | { readonly ok: true; readonly header: CalendarHeader; readonly rows: () => AsyncIterable<CalendarRow> }
  | { readonly ok: false; readonly problems: readonly CalendarProblem[] };

/**
 * Reads a file once from beginning to end before anything is planned from it: a fault in its last line (an encoding, a
 * quotation mark) puts everything before it in doubt.
 */
export async function openCalendar(source: CalendarSource): Promise<OpenedCalendar> {
  try {
    const header = await readWhole(source);
    return header.ok ? { ok: true, header, rows: () => readRows(source, header) } : header;
  } catch (error) {
    if (error instanceof UnreadableCalendarError) return { ok: false, problems: [error.problem] };
    throw error;
  }
}

async function readWhole(source: CalendarSource): Promise<ReturnType<typeof readHeader>> {
  let header: ReturnType<typeof readHeader> | undefined;
  let rowCount = 0;
  for await (const { cells, line } of filledRecords(source)) {
    if (header) rowCount += 1;
    else header = readHeader(cells, line);
    if (!header.ok) return header;
  }
  if (!header) throw new UnreadableCalendarError("empty", 1);
  if (rowCount === 0) throw new UnreadableCalendarError("header-only", 1);
  return header;
}

async function* readRows(source: CalendarSource, header: CalendarHeader): AsyncGenerator<CalendarRow> {
  let isHeader = true;
  for await (const { cells, line } of filledRecords(source)) {
    if (!isHeader) yield readRow(cells, line, header);
    isHeader = false;
  }
}

async function* filledRecords(source: CalendarSource): AsyncGenerator<CsvRecord> {
  for await (const record of readRecords(await source.open())) {
    if (!isBlank(record.cells)) yield record;
  }
}
