import { unguarded } from "./formula-guard.ts";
import type { CalendarHeader, Column } from "./header.ts";
import { type CalendarProblem, onLine, quote } from "./problem.ts";

/** One row as it was written. */
export interface CalendarRow {
  /** Line of the file where it begins; the header is line 1. */
  readonly line: number;
  /** One for each column of the header, unknown columns included. */
  readonly cells: readonly string[];
  /** The cells by column: trimmed, `""` where the file has no such column. */
  readonly values: Readonly<Record<Column, string>>;
  /** What makes the row unreadable as a whole. */
  readonly problems: readonly CalendarProblem[];
}

/** Nothing but blanks and separators: what spreadsheets leave at the end of a file. */
export function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === "");
}

/** Puts the cells of one row under their columns. Cells that are missing at the end are empty. */
export function readRow(written: readonly string[], line: number, header: CalendarHeader): CalendarRow {
  const width = header.cells.length;
  const cells = Array.from({ length: width }, (_, index) => unguarded(written[index] ?? ""));
  const surplus = written.slice(width + header.resultWidth);
  const problems = isBlank(surplus) ? [] : [tooManyCells(line, surplus, width)];
  const value = (column: Column) => (cells[header.positions.get(column) ?? -1] ?? "").trim();
  return { line, cells, values: valuesBy(value), problems };
}

function valuesBy(value: (column: Column) => string): CalendarRow["values"] {
  return {
    id: value("id"),
    date: value("date"),
    time: value("time"),
    timezone: value("timezone"),
    channels: value("channels"),
    text: value("text"),
    link: value("link"),
    media: value("media"),
    alt_text: value("alt_text"),
    campaign: value("campaign"),
  };
}

function tooManyCells(line: number, surplus: readonly string[], width: number): CalendarProblem {
  return onLine(line, {
    column: "",
    value: surplus.join(","),
    problem: `the row has ${width + surplus.length} cells, but the header names ${width} columns`,
    remedy: `A cell that contains a comma must stand in double quotes. The surplus begins with ${quote(surplus[0] ?? "")}.`,
  });
}
