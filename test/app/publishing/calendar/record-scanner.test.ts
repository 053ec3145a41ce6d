import { CsvError, parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RecordScanner, type Scanned } from "#lib/app/publishing/calendar/record-scanner.ts";

/** All records of the text, cut into pieces of `size`, up to the first fault. */
function scan(text: string, size = text.length || 1): Scanned {
  const scanner = new RecordScanner(";");
  const pieces = text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
  const scanned = [...pieces.map((piece) => scanner.scan(piece, false)), scanner.scan("", true)];
  const faulty = scanned.findIndex(({ fault }) => fault);
  const read = faulty === -1 ? scanned : scanned.slice(0, faulty + 1);
  return { records: read.flatMap(({ records }) => records), fault: read.at(-1)?.fault };
}

/** What the library says of the same text: its cells, or the code of its error. */
function oracle(text: string): readonly (readonly string[])[] | string {
  try {
    return parse(text, { delimiter: ";", relax_column_count: true, record_delimiter: "\n" });
  } catch (error) {
    if (error instanceof CsvError) return error.code;
    throw error;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "quoteUnclosed",
  CSV_INVALID_CLOSING_QUOTE: "quoteStray",
  INVALID_OPENING_QUOTE: "quoteStray",
};

describe("RecordScanner", () => {
  it("reads and refuses what csv-parse reads and refuses, wherever the text is cut", () => {
    const letters = fc.constantFrom('"', '"', ";", "\n", " ", "a", "é", "🥐");
    const text = fc.string({ unit: letters, maxLength: 24 });
    const property = fc.property(text, fc.integer({ min: 1, max: 5 }), (written, size) => {
      const wanted = oracle(written);
      const { records, fault } = scan(written, size);

      if (typeof wanted === "string") expect(fault?.reason).toBe(REASONS[wanted]);
      else expect([records.map(({ cells }) => cells), fault]).toEqual([wanted, undefined]);
    });
    fc.assert(property, { numRuns: 20_000 });
  });

  it("reads what comes before a fault, and says on which line the faulty record begins", () => {
    const { records, fault } = scan('a;b\n"1\n2";3\n4;"x" y\n5;6\n');

    expect(records.map(({ line, cells }) => ({ line, cells }))).toEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 2, cells: ["1\n2", "3"] },
    ]);
    expect(fault).toMatchObject({ reason: "quoteStray", line: 4 });
  });

  it("gives each cell for itself, and says whether any is filled", () => {
    const { records } = scan('a;"b ""c""";\n" ";;\n;x\n');

    expect(records.map(({ width }) => width)).toEqual([3, 3, 2]);
    expect([0, 1, 2, 3].map((index) => records[0]?.cell(index))).toEqual(["a", 'b "c"', "", ""]);
    expect(records.map(({ isBlank }) => isBlank)).toEqual([false, true, false]);
  });

  it("gives up on a record that never ends before it fills the memory", () => {
    const scanner = new RecordScanner(";");
    const pieces = ['"', ...Array.from({ length: 6 }, () => "x".repeat(20_000))];
    const reasons = pieces.map((piece) => scanner.scan(piece, false).fault?.reason);

    expect(reasons.indexOf("rowTooLong")).toBe(5);
  });
});
