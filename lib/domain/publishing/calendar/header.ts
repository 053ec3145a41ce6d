import { isForeignKey } from "./column-names.ts";
import { type Column, RESULT_COLUMNS } from "./columns.ts";
import { eclipsedProblems, mayBeMissing, missingProblem, unknownProblems } from "./header-problems.ts";
import {
  clashOf,
  type HeaderContext,
  readName,
  settled,
  type VariantPosition,
  withDateOrTime,
} from "./named-columns.ts";
import { type CalendarProblem, type CellProblem, onLine } from "./problem.ts";

/** Without these nothing can be planned; without `text` a mistyped header would publish pictures with no words. */
const REQUIRED: readonly Column[] = ["date", "text"];

export interface CalendarHeader {
  readonly ok: true;
  /** As written, without empty columns at the end and without those of an earlier result. */
  readonly cells: readonly string[];
  /** Which cells of a row hold a column. */
  readonly positions: ReadonlyMap<Column, readonly number[]>;
  /** Columns for one network only. */
  readonly variants: readonly VariantPosition[];
  /** The last cells of each row that an earlier result has added. */
  readonly resultWidth: number;
  /** The file has none: its columns are known by what they hold, and its first row is a post. */
  readonly isImplied: boolean;
  /** The channels are named by another tool's keys. */
  readonly hasForeignKeys: boolean;
  readonly warnings: readonly CalendarProblem[];
}

export interface RefusedHeader {
  readonly ok: false;
  readonly problems: readonly CalendarProblem[];
}

/** Reads the header row. A column that nobody knows is a warning; a required one that is missing refuses the file. */
export function readHeader(
  written: readonly string[],
  line: number,
  context: HeaderContext,
): CalendarHeader | RefusedHeader {
  const { say } = context;
  const names = withoutEmptyEnd(written.map((name) => name.trim()));
  const resultWidth = endsWithResult(names) ? RESULT_COLUMNS.length : 0;
  const cells = names.slice(0, names.length - resultWidth);
  const read = withDateOrTime(cells.map((name, position) => readName(name, position, context)));
  const columns = read.flatMap((each) => (each.is === "column" ? [each] : []));

  const clash = clashOf(columns, say);
  if (clash) return refused(line, clash);
  const named = settled(columns);
  const variants = read.flatMap((each) => (each.is === "variant" ? [each.variant] : []));
  const isSaid = (column: Column) => named.has(column) || variants.some((variant) => variant.column === column);
  const missing = REQUIRED.filter((column) => !isSaid(column) && !mayBeMissing(column, cells, context));
  if (missing.length > 0) return refused(line, ...missing.map((column) => missingProblem(column, cells, say)));

  const hasForeignKeys = !named.has("channels") && cells.some(isForeignKey);
  if (hasForeignKeys) named.set("channels", [cells.findIndex(isForeignKey)]);
  return {
    ok: true,
    cells: written.slice(0, cells.length),
    positions: named,
    variants,
    resultWidth,
    isImplied: false,
    hasForeignKeys,
    warnings: [...unknownProblems(read, cells, context), ...eclipsedProblems(columns, named, say)].map((problem) =>
      onLine(line, problem),
    ),
  };
}

/** Hootsuite's files have no header: date and time, text, link, in this order. */
export function impliedHeader(): CalendarHeader {
  return {
    ok: true,
    cells: ["date", "text", "link"],
    positions: new Map([
      ["date", [0]],
      ["text", [1]],
      ["link", [2]],
    ]),
    variants: [],
    resultWidth: 0,
    isImplied: true,
    hasForeignKeys: false,
    warnings: [],
  };
}

function withoutEmptyEnd(names: readonly string[]): readonly string[] {
  return names.slice(0, names.findLastIndex((name) => name !== "") + 1);
}

function endsWithResult(names: readonly string[]): boolean {
  return RESULT_COLUMNS.every((column, index) => names.at(index - RESULT_COLUMNS.length)?.toLowerCase() === column);
}

function refused(line: number, ...problems: readonly CellProblem[]): RefusedHeader {
  return { ok: false, problems: problems.map((problem) => onLine(line, problem)) };
}
