import type { Column, ColumnValues, VariantColumn } from "./columns.ts";
import { unguarded } from "./formula-guard.ts";
import type { CalendarHeader } from "./header.ts";
import { type Say, WORDS } from "./messages/say.ts";
import { type CalendarProblem, onLine } from "./problem.ts";

/** One row as it was written. */
export interface CalendarRow {
  /** Line of the file where it begins; the header is line 1. */
  readonly line: number;
  /** One for each column of the header, unknown columns included. */
  readonly cells: readonly string[];
  /** The cells by column: trimmed, `""` where the file has no such column. */
  readonly values: ColumnValues;
  /** By network, what is to stand there in place of `values`; only what is filled in. */
  readonly variants: ReadonlyMap<string, Readonly<Partial<Record<VariantColumn, string>>>>;
  /** What makes the row unreadable as a whole. */
  readonly problems: readonly CalendarProblem[];
}

/** Nothing but blanks and separators: what spreadsheets leave at the end of a file. */
export function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === "");
}

/**
 * What an earlier result tells below the rows of its file: of what was cancelled because no row named it any more. It is
 * no row of the calendar.
 */
export function isOnlyResult(written: readonly string[], { cells, resultWidth }: CalendarHeader): boolean {
  if (resultWidth === 0) return false;
  const status = (written[cells.length] ?? "").trim();
  return CANCELLED.includes(status) || isBlank(written.slice(0, cells.length));
}

const CANCELLED: readonly string[] = Object.values(WORDS).map(({ cancelled }) => cancelled);

/** Puts the cells of rows under their columns. Cells that are missing at the end of a row are empty. */
export function rowReader(header: CalendarHeader, say: Say): (written: readonly string[], line: number) => CalendarRow {
  const width = header.cells.length;
  const places = [...header.positions];
  return (written, line) => {
    const cells: string[] = [];
    for (let position = 0; position < width; position++) cells.push(unguarded(written[position] ?? ""));
    const surplus = written.length > width ? written.slice(width + header.resultWidth) : NONE;
    const problems = isBlank(surplus) ? NONE : [tooManyCells(line, { surplus, width, say })];
    return { line, cells, values: valuesOf(cells, places), variants: variantsOf(cells, header), problems };
  };
}

const NONE: readonly never[] = [];

const EMPTY: ColumnValues = {
  id: "",
  date: "",
  time: "",
  timezone: "",
  repeat: "",
  if_late: "",
  approval: "",
  channels: "",
  text: "",
  title: "",
  link: "",
  media: "",
  alt_text: "",
  image_fit: "",
  first_comment: "",
  thread: "",
  campaign: "",
  tags: "",
  objective: "",
  content_type: "",
  post_type: "",
  cta: "",
  board: "",
  privacy: "",
  disclosure: "",
  utm: "",
};

function valuesOf(cells: readonly string[], places: readonly (readonly [Column, readonly number[]])[]): ColumnValues {
  const values: Record<Column, string> = { ...EMPTY };
  for (const [column, positions] of places) {
    const [first = -1] = positions;
    values[column] =
      positions.length === 1
        ? (cells[first] ?? "").trim()
        : positions
            .map((position) => (cells[position] ?? "").trim())
            .filter((cell) => cell !== "")
            .join("; ");
  }
  return values;
}

const NO_VARIANTS: CalendarRow["variants"] = new Map();

function variantsOf(cells: readonly string[], { variants }: CalendarHeader): CalendarRow["variants"] {
  if (variants.length === 0) return NO_VARIANTS;
  const byNetwork = new Map<string, Partial<Record<VariantColumn, string>>>();
  for (const { column, network, position, meansWhenYes } of variants) {
    const written = (cells[position] ?? "").trim();
    const value = meansWhenYes === undefined ? written : isYes(written) ? meansWhenYes : "";
    if (value !== "") byNetwork.set(network, { ...byNetwork.get(network), [column]: value });
  }
  return byNetwork;
}

function isYes(written: string): boolean {
  return /^(true|yes|y|1|oui|vrai)$/i.test(written);
}

interface Surplus {
  readonly surplus: readonly string[];
  readonly width: number;
  readonly say: Say;
}

function tooManyCells(line: number, { surplus, width, say }: Surplus): CalendarProblem {
  const values = { cells: width + surplus.length, columns: width, surplus: surplus[0] ?? "" };
  return onLine(line, { column: "", value: surplus.join(","), ...say("rowTooWide", values) });
}
