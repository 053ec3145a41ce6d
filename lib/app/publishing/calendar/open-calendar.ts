import { isPreamble } from "#lib/domain/publishing/calendar/hints.ts";
import { onLine } from "#lib/domain/publishing/calendar/problem.ts";
import { type CalendarRow, isOnlyResult, rowReader } from "#lib/domain/publishing/calendar/row.ts";
import type { CsvRecord } from "./csv-record.ts";
import { FileEnd } from "./file-end.ts";
import { detectFormat, type FileFormat } from "./file-format.ts";
import type { FileDefaults, FileRules } from "./file-rules.ts";
import type { CalendarSource } from "./ports.ts";
import { readRecordBatches } from "./read-records.ts";
import { type RefusedFile, type Survey, type SurveyedFile, Surveyor } from "./survey.ts";
import { UnreadableCalendarError } from "./unreadable-calendar-error.ts";

export type OpenedCalendar = (OpenCalendar | RefusedFile) & { readonly format: FileFormat };

export interface OpenCalendar extends SurveyedFile {
  /** In order, in batches. */
  readonly rows: () => AsyncIterable<readonly CalendarRow[]>;
}

export interface OpenOptions {
  readonly defaults: FileDefaults;
  /** The networks that somebody speaks on. */
  readonly networks: readonly string[];
  /** Some channel has posting slots: a file may lack its dates or times. */
  readonly hasSlots?: boolean;
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
  { defaults, ...context }: OpenOptions,
): Promise<Survey | UnreadableCalendarError> {
  const surveyor = new Surveyor(defaults, context);
  try {
    const end = new FileEnd(format.encoding);
    for await (const records of filledRecords(source, format, end)) {
      if (!records.every((each) => surveyor.add(each))) break;
    }
    return surveyor.conclude(end.isOpen);
  } catch (error) {
    if (!(error instanceof UnreadableCalendarError)) throw error;
    if (error.isPlainBefore && format.encoding === "utf-8") return error;
    return { ok: false, problems: [error.told(surveyor.say)], say: surveyor.say };
  }
}

/** Rows come many at a time: waiting for each single one takes longer than reading it. */
async function* readRows(
  source: CalendarSource,
  { header, rules }: SurveyedFile,
  format: FileFormat,
): AsyncGenerator<readonly CalendarRow[]> {
  const readRow = rowReader(header, rules.say);
  let isAboveRows = true;
  const isRow = (cells: readonly string[]): boolean => {
    if (!isAboveRows) return !isOnlyResult(cells, header);
    if (isPreamble(cells)) return false;
    isAboveRows = false;
    return header.isImplied;
  };
  for await (const records of filledRecords(source, format)) {
    const rows: CalendarRow[] = [];
    for (const { cells, line } of records) {
      if (!isRow(cells)) continue;
      const row = readRow(cells, line);
      rows.push(line === rules.cutLine ? cut(row, rules.say) : row);
    }
    yield rows;
  }
}

function cut(row: CalendarRow, say: FileRules["say"]): CalendarRow {
  return { ...row, problems: [...row.problems, onLine(row.line, { column: "", ...say("rowCut") })] };
}

async function* filledRecords(
  source: CalendarSource,
  format: FileFormat,
  end?: FileEnd,
): AsyncGenerator<readonly CsvRecord[]> {
  const bytes = await source.open();
  for await (const records of readRecordBatches(end ? end.watch(bytes) : bytes, format)) {
    yield records.filter(({ isBlank }) => !isBlank);
  }
}
