import { LONGEST_ROW } from "#lib/domain/publishing/calendar/limits.ts";
import type { Unreadable } from "#lib/domain/publishing/calendar/unreadable.ts";
import { CsvRecord, QUOTE } from "./csv-record.ts";
import { UnreadableCalendarError } from "./unreadable-calendar-error.ts";
import { Utf16Units } from "./utf16-units.ts";

export interface Scanned {
  readonly records: readonly CsvRecord[];
  /** Why nothing that comes after `records` can be read. */
  readonly fault?: UnreadableCalendarError;
}

const LINE_FEED = 0x0a;
const RETURN = 0x0d;

/**
 * Cuts text into records (https://datatracker.ietf.org/doc/html/rfc4180), piece by piece, whatever its lines end with; in
 * a cell they end with `\n`. It is our own because a fast library forgives quotation marks out of place, which would put one row's text into another's,
 * and the one that does not (csv-parse, by which the tests judge this one) takes three times as long.
 */
export class RecordScanner {
  readonly #delimiter: number;
  readonly #units = new Utf16Units();
  /** A record that is not finished yet. */
  #rest = "";
  #line = 1;

  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0);
  }

  /** @param isLast whether the text ends with this piece. */
  scan(piece: string, isLast: boolean): Scanned {
    const text = this.#rest + piece;
    const dialect = { delimiter: this.#delimiter, isLast };
    const written = { text, units: this.#units.of(text) };
    const records: CsvRecord[] = [];
    const faulty = (reason: Unreadable) => ({ records, fault: new UnreadableCalendarError(reason, this.#line) });
    let start = 0;
    while (start < text.length) {
      const record = readRecord(written, start, dialect);
      if (record.is === "stray") return faulty("quoteStray");
      if (record.end - start > LONGEST_ROW) return faulty("rowTooLong");
      if (record.is === "unfinished") {
        if (isLast) return faulty("quoteUnclosed");
        break;
      }
      records.push(new CsvRecord(this.#line, text, record.bounds));
      this.#line += record.lines;
      start = record.end;
    }
    this.#rest = text.slice(start);
    return { records };
  }
}

interface Written {
  readonly text: string;
  readonly units: Uint16Array;
}

interface Dialect {
  readonly delimiter: number;
  readonly isLast: boolean;
}

type ReadRecord =
  | { readonly is: "whole"; readonly end: number; readonly bounds: readonly number[]; readonly lines: number }
  /** It goes on behind the end of the text. */
  | { readonly is: "unfinished"; readonly end: number }
  /** It has a quotation mark where none may be. */
  | { readonly is: "stray" };

/** Reads the record that begins at `start`. */
function readRecord(written: Written, start: number, { delimiter, isLast }: Dialect): ReadRecord {
  const { text, units } = written;
  const bounds: number[] = [];
  let lines = 1;
  let at = start;
  for (;;) {
    const from = at;
    if (units[at] === QUOTE) {
      const close = closingQuote(written, at + 1);
      if (close === -1) return { is: "unfinished", end: text.length };
      lines += linesWithin(written, at + 1, close);
      at = close + 1;
    } else {
      at = cellEnd(written, at, delimiter);
    }
    bounds.push(from, at);
    const code = units[at];
    if (mayGoOn(written, at)) {
      return isLast ? { is: "whole", end: text.length, bounds, lines } : { is: "unfinished", end: text.length };
    }
    at += 1;
    if (code === LINE_FEED || code === RETURN) return { is: "whole", end: afterLineEnd(units, at), bounds, lines };
    if (code !== delimiter) return { is: "stray" };
  }
}

/** What seems to end here may not: a quotation mark may be the first of two, a return the first half of a line end. */
function mayGoOn({ text, units }: Written, at: number): boolean {
  return at === text.length || (at === text.length - 1 && units[at] === RETURN);
}

/** @param at behind the first character of a line end */
function afterLineEnd(units: Uint16Array, at: number): number {
  return units[at - 1] === RETURN && units[at] === LINE_FEED ? at + 1 : at;
}

/** Line ends of any kind. */
function linesWithin({ units }: Written, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) {
    const unit = units[at];
    if (unit === LINE_FEED || (unit === RETURN && units[at + 1] !== LINE_FEED)) count += 1;
  }
  return count;
}

/** Where the unquoted cell that begins at `from` ends: at a separator, a line end, the end of the text or a stray quotation mark. */
function cellEnd({ text, units }: Written, from: number, delimiter: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = units[at];
    if (code === delimiter || code === LINE_FEED || code === QUOTE || code === RETURN) break;
  }
  return at;
}

/** @returns -1 when there is none yet. */
function closingQuote({ text, units }: Written, from: number): number {
  let at = text.indexOf('"', from);
  while (at !== -1 && units[at + 1] === QUOTE) at = text.indexOf('"', at + 2);
  return at;
}
