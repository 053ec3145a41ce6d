import { nearest } from "./nearest.ts";
import { type CalendarProblem, onLine, quote } from "./problem.ts";

/** The columns of a calendar, in the order of the template. People may write them in any order. */
export const COLUMNS = [
  "id",
  "date",
  "time",
  "timezone",
  "channels",
  "text",
  "link",
  "media",
  "alt_text",
  "campaign",
] as const;

export type Column = (typeof COLUMNS)[number];

/** Without these nothing can be planned; without `text` a mistyped header would publish pictures with no words. */
const REQUIRED: readonly Column[] = ["date", "time", "channels", "text"];

/** What a result file adds at the end of each row. A result that is uploaded again is read without them. */
export const RESULT_COLUMNS = ["status", "problem", "remedy", "link"] as const;

export interface CalendarHeader {
  readonly ok: true;
  /** As written, without empty columns at the end and without those of an earlier result. */
  readonly cells: readonly string[];
  /** Which cell of a row holds a column. */
  readonly positions: ReadonlyMap<Column, number>;
  /** The last cells of each row that an earlier result has added. */
  readonly resultWidth: number;
  readonly warnings: readonly CalendarProblem[];
}

export interface RefusedHeader {
  readonly ok: false;
  readonly problems: readonly CalendarProblem[];
}

/** Reads the header row. A column that nobody knows is a warning; a required one that is missing refuses the file. */
export function readHeader(written: readonly string[], line: number): CalendarHeader | RefusedHeader {
  const names = withoutEmptyEnd(written.map(normalised));
  const separator = otherSeparator(names);
  if (separator) return refused(line, separatorProblem(separator));

  const resultWidth = endsWithResult(names) ? RESULT_COLUMNS.length : 0;
  const own = names.slice(0, names.length - resultWidth);
  const twice = own.find((name, index) => isColumn(name) && own.indexOf(name) !== index);
  if (twice) return refused(line, twiceProblem(twice));
  const missing = REQUIRED.filter((column) => !own.includes(column));
  if (missing.length > 0) return refused(line, ...missing.map((column) => missingProblem(column, own)));

  const positions = new Map(own.flatMap((name, index) => (isColumn(name) ? [[name, index] as const] : [])));
  const unknown = own.filter((name) => name !== "" && !isColumn(name));
  const warnings = unknown.map((name) => onLine(line, unknownProblem(name, own)));
  return { ok: true, cells: written.slice(0, own.length), positions, resultWidth, warnings };
}

function isColumn(name: string): name is Column {
  return COLUMNS.some((column) => column === name);
}

function normalised(name: string): string {
  return name.trim().toLowerCase();
}

function withoutEmptyEnd(names: readonly string[]): readonly string[] {
  return names.slice(0, names.findLastIndex((name) => name !== "") + 1);
}

function endsWithResult(names: readonly string[]): boolean {
  return RESULT_COLUMNS.every((column, index) => names.at(index - RESULT_COLUMNS.length) === column);
}

function otherSeparator(names: readonly string[]): string | undefined {
  const [only = ""] = names;
  if (names.length !== 1) return undefined;
  return [";", "\t", "|"].find((separator) => only.split(separator).filter((name) => isColumn(name.trim())).length > 1);
}

function refused(line: number, ...problems: Parameters<typeof onLine>[1][]): RefusedHeader {
  return { ok: false, problems: problems.map((problem) => onLine(line, problem)) };
}

function separatorProblem(separator: string) {
  const name = { ";": "semicolons", "\t": "tabs", "|": "vertical bars" }[separator];
  return {
    column: "",
    problem: `the cells are separated by ${name}, not by commas`,
    remedy:
      "Save the file as CSV with commas. In Excel: set the list separator to a comma in the regional settings, or export from LibreOffice or Google Sheets.",
  };
}

function twiceProblem(name: string) {
  return {
    column: name,
    problem: `the header row has the column ${quote(name)} twice`,
    remedy: "Keep one of the two, or give the other a different name.",
  };
}

function missingProblem(column: Column, written: readonly string[]) {
  const similar = nearest(
    column,
    written.filter((name) => !isColumn(name)),
  );
  return {
    column,
    problem: `the header row has no column ${quote(column)}`,
    remedy: similar
      ? `Rename the column ${quote(similar)} to ${quote(column)}.`
      : `Add the column ${quote(column)}. The first row must hold the names of the columns: ${COLUMNS.join(", ")}.`,
  };
}

function unknownProblem(name: string, written: readonly string[]) {
  const similar = nearest(
    name,
    COLUMNS.filter((column) => !written.includes(column)),
  );
  return {
    column: name,
    problem: `the column ${quote(name)} is not known and was left out`,
    remedy: similar
      ? `If ${quote(similar)} is meant, rename it and upload the file again.`
      : `Nothing to do if it is a note of yours. The columns are: ${COLUMNS.join(", ")}.`,
    severity: "warning" as const,
  };
}
