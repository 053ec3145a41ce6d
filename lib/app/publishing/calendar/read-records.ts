import { pipeline, Readable } from "node:stream";
import { CsvError, type Parser, parse } from "csv-parse";
import { LONGEST_ROW } from "#lib/domain/publishing/calendar/limits.ts";
import type { Unreadable } from "#lib/domain/publishing/calendar/unreadable.ts";
import { decode } from "./decode.ts";
import { type FileFormat, PLAIN_FORMAT } from "./file-format.ts";
import { UnreadableCalendarError } from "./unreadable-calendar-error.ts";

export interface CsvRecord {
  /** The line on which it begins, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Reads a CSV file as a stream of records, empty lines included, in constant memory.
 *
 * @throws UnreadableCalendarError when it is not text in its encoding or its quotes do not match.
 */
export async function* readRecords(
  bytes: AsyncIterable<Uint8Array>,
  { encoding, delimiter }: FileFormat = PLAIN_FORMAT,
): AsyncGenerator<CsvRecord> {
  // The parser reads ahead of the loop below: only it knows where the record begins that it stumbles over.
  let parsedLines = 0;
  const parser = parse({
    info: true,
    delimiter,
    relax_column_count: true,
    record_delimiter: "\n",
    max_record_size: LONGEST_ROW,
    on_record: (record, { lines }) => {
      parsedLines = lines;
      return record;
    },
  });
  // Errors of the source reach the loop through the parser, which the pipeline destroys with them.
  pipeline(Readable.from(decode(bytes, encoding)), parser, () => {});
  let line = 1;
  try {
    for await (const { record, info } of recordsOf(parser)) {
      yield { line, cells: record };
      line = info.lines + 1;
    }
  } catch (error) {
    throw readable(error, parsedLines + 1);
  }
}

interface ParsedRecord {
  readonly record: readonly string[];
  /** `lines`: how many lines the file had up to the end of this record. */
  readonly info: { readonly lines: number };
}

/** The parser's own declaration says nothing of what it yields; with `info: true` it is this. */
function recordsOf(parser: Parser): AsyncIterable<ParsedRecord> {
  return parser;
}

const REASONS: Readonly<Record<string, Unreadable>> = {
  CSV_QUOTE_NOT_CLOSED: "quoteUnclosed",
  CSV_INVALID_CLOSING_QUOTE: "quoteStray",
  INVALID_OPENING_QUOTE: "quoteStray",
  CSV_MAX_RECORD_SIZE: "rowTooLong",
};

function readable(error: unknown, line: number): unknown {
  const reason = error instanceof CsvError ? REASONS[error.code] : undefined;
  return reason ? new UnreadableCalendarError(reason, line, { cause: error }) : error;
}
