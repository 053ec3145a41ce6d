import type { CsvRecord } from "./csv-record.ts";
import { decode } from "./decode.ts";
import { type FileFormat, PLAIN_FORMAT } from "./file-format.ts";
import { RecordScanner } from "./record-scanner.ts";

/** Text is looked through in pieces of at least so many characters: a row that comes in crumbs is not begun anew for each. */
const PIECE_LENGTH = 4_096;

/**
 * Reads a CSV file as a stream of records, empty lines included, in constant memory.
 *
 * @throws UnreadableCalendarError when it is not text in its encoding or its quotes do not match.
 */
export async function* readRecords(bytes: AsyncIterable<Uint8Array>, format?: FileFormat): AsyncGenerator<CsvRecord> {
  for await (const records of readRecordBatches(bytes, format)) yield* records;
}

/** The same, many at a time: waiting for each single one takes longer than reading it. */
export async function* readRecordBatches(
  bytes: AsyncIterable<Uint8Array>,
  { encoding, delimiter }: FileFormat = PLAIN_FORMAT,
): AsyncGenerator<readonly CsvRecord[]> {
  const scanner = new RecordScanner(delimiter);
  let piece = "";
  for await (const text of decode(bytes, encoding)) {
    piece += text;
    if (piece.length < PIECE_LENGTH) continue;
    yield* scanned(scanner, piece, false);
    piece = "";
  }
  yield* scanned(scanner, piece, true);
}

/** What comes before a fault is read; then the fault is told. */
function* scanned(scanner: RecordScanner, piece: string, isLast: boolean): Generator<readonly CsvRecord[]> {
  const { records, fault } = scanner.scan(piece, isLast);
  if (records.length > 0) yield records;
  if (fault) throw fault;
}
