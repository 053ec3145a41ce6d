import { isPreamble } from "#lib/domain/publishing/calendar/hints.ts";
import { type CalendarRow, isBlank, readRow } from "#lib/domain/publishing/calendar/row.ts";
import { detectFormat, type FileFormat } from "./file-format.ts";
import type { FileDefaults } from "./file-rules.ts";
import type { CalendarSource } from "./ports.ts";
import { type CsvRecord, readRecords } from "./read-records.ts";
import { type RefusedFile, type Survey, type SurveyedFile, Surveyor } from "./survey.ts";
import { UnreadableCalendarError } from "./unreadable-calendar-error.ts";

export type OpenedCalendar = (OpenCalendar | RefusedFile) & { readonly format: FileFormat };

export interface OpenCalendar extends SurveyedFile {
  readonly rows: () => AsyncIterable<CalendarRow>;
}

export interface OpenOptions {
  readonly defaults: FileDefaults;
  /** The networks that somebody speaks on. */
  readonly networks: readonly string[];
}

/**
 * Reads a file once from beginning to end before anything is planned from it: a fault in its last line (an encoding, a
 * quotation mark) puts everything before it in doubt, and its last date may tell how the first one is meant.
 */
export async function openCalendar(source: CalendarSource, options: OpenOptions): Promise<OpenedCalendar> {
  const guessed = await detectFormat(source);
  const first = await surveyed(source, guessed, options);
  const isOtherEncoding = first instanceof UnreadableCalendarError && first.isPlainBefore;
  const format: FileFormat = isOtherEncoding ? { ...guessed, encoding: "windows-1252" } : guessed;
  const survey = isOtherEncoding ? await surveyed(source, format, options) : first;
  if (survey instanceof UnreadableCalendarError) throw survey;
  return survey.ok ? { ...survey, format, rows: () => readRows(source, survey, format) } : { ...survey, format };
}

/** @returns the error when the file proves to be in another encoding than was guessed. */
async function surveyed(
  source: CalendarSource,
  format: FileFormat,
  { defaults, networks }: OpenOptions,
): Promise<Survey | UnreadableCalendarError> {
  const surveyor = new Surveyor(defaults, networks);
  try {
    for await (const record of filledRecords(source, format)) if (!surveyor.add(record)) break;
    return surveyor.conclude();
  } catch (error) {
    if (!(error instanceof UnreadableCalendarError)) throw error;
    if (error.isPlainBefore && format.encoding === "utf-8") return error;
    return { ok: false, problems: [error.told(surveyor.say)], say: surveyor.say };
  }
}

async function* readRows(
  source: CalendarSource,
  { header, rules }: SurveyedFile,
  format: FileFormat,
): AsyncGenerator<CalendarRow> {
  let isAboveRows = true;
  for await (const { cells, line } of filledRecords(source, format)) {
    if (isAboveRows && isPreamble(cells)) continue;
    if (!isAboveRows || header.isImplied) yield readRow(cells, line, { header, say: rules.say });
    isAboveRows = false;
  }
}

async function* filledRecords(source: CalendarSource, format: FileFormat): AsyncGenerator<CsvRecord> {
  for await (const record of readRecords(await source.open(), format)) {
    if (!isBlank(record.cells)) yield record;
  }
}
