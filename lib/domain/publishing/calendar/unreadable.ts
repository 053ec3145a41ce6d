import type { CellProblem } from "./problem.ts";

/** Why a file as a whole cannot be read. Each refuses all of it: nothing is planned from a file that is half understood. */
export type Unreadable =
  | "empty"
  | "header-only"
  | "not-utf8"
  | "nul-bytes"
  | "workbook"
  | "unclosed-quote"
  | "stray-quote"
  | "row-too-long";

/** The longest row, in characters: more than any network's text, and a bound on what a stray quotation mark can cost. */
export const LONGEST_ROW = 100_000;

const SAVE_AS =
  "In Excel choose Save as, type “CSV UTF-8 (comma delimited)”; in LibreOffice tick “Edit filter settings” and choose UTF-8.";

const PROBLEMS: Readonly<Record<Unreadable, CellProblem>> = {
  empty: {
    column: "",
    problem: "the file is empty",
    remedy: "Upload a file with a header row and at least one row below it.",
  },
  "header-only": {
    column: "",
    problem: "the file has a header row and nothing below it",
    remedy: "Add at least one row and upload the file again.",
  },
  "not-utf8": { column: "", problem: "the file is not UTF-8: accents and emoji would be damaged", remedy: SAVE_AS },
  "nul-bytes": {
    column: "",
    problem: "the file contains NUL bytes: it is not a text file, or one in UTF-16",
    remedy: SAVE_AS,
  },
  workbook: { column: "", problem: "the file is a workbook (or a zip archive), not a CSV file", remedy: SAVE_AS },
  "unclosed-quote": {
    column: "",
    problem: "a double quote opens a cell in this row and nothing closes it",
    remedy: 'Close the cell with a double quote; write a double quote inside a cell twice: "".',
  },
  "stray-quote": {
    column: "",
    problem: "a double quote stands in the middle of a cell in this row",
    remedy: 'Put the whole cell in double quotes and write those inside it twice: "He said ""yes""".',
  },
  "row-too-long": {
    column: "",
    problem: `a row is longer than ${LONGEST_ROW} characters`,
    remedy: "Look for a double quote that is opened in this row and never closed.",
  },
};

export function unreadable(reason: Unreadable): CellProblem {
  return PROBLEMS[reason];
}
