import { columnNamed } from "./column-names.ts";
import { readMoment } from "./dates/written-date.ts";
import { isPreamble } from "./hints.ts";

export const DELIMITERS = [",", ";", "\t", "|"] as const;

export type Delimiter = (typeof DELIMITERS)[number];

/** How many records are looked at. */
const SAMPLED_RECORDS = 20;

/**
 * Finds what separates the cells, from the first records: the separator that splits the header into the most columns
 * that are known; in a file without a header, the one that gives every record the same number of cells, a date first.
 *
 * @param sample the beginning of the file, with `\n` line ends.
 */
export function detectDelimiter(sample: string): Delimiter {
  const said = /^\uFEFF?"?sep=([,;\t|])/i.exec(sample)?.[1];
  const ranked = DELIMITERS.map((delimiter) => ({ delimiter, score: scoreOf(sample, delimiter) })).sort(
    (one, other) => other.score - one.score,
  );
  return DELIMITERS.find((delimiter) => delimiter === said) ?? ranked[0]?.delimiter ?? ",";
}

function scoreOf(sample: string, delimiter: Delimiter): number {
  const records = sampleRecords(sample, delimiter).filter((cells) => cells.some((cell) => cell.trim() !== ""));
  const [first = [], ...rest] = records.filter((cells) => !isPreamble(cells));
  const known = new Set(first.flatMap((cell) => columnNamed(cell) ?? [])).size;
  if (known > 1) return 100 * known;
  const isDated = first.length > 1 && readMoment(first[0] ?? "") !== undefined;
  const isEven = rest.every((cells) => cells.length === first.length);
  return known + (isDated ? 10 : 0) + (isDated && isEven ? 10 : 0);
}

/** Splits the sample roughly: only a quotation mark at the beginning of a cell opens one that may hold anything. */
function sampleRecords(sample: string, delimiter: Delimiter): readonly (readonly string[])[] {
  const records: string[][] = [];
  const cell = new RegExp(`("(?:[^"]|"")*"?|[^${delimiter}\\n]*)(${delimiter === "|" ? "\\|" : delimiter}|\\n|$)`, "y");
  let cells: string[] = [];
  while (records.length < SAMPLED_RECORDS && cell.lastIndex < sample.length) {
    const match = cell.exec(sample);
    if (!match) break;
    cells.push((match[1] ?? "").replace(/^"|"$/g, ""));
    if (match[2] === delimiter) continue;
    records.push(cells);
    cells = [];
  }
  return records;
}
