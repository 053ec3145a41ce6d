import type { Problem } from "../draft.ts";

/** Something wrong in a calendar, in the words of the person who wrote it, with the place where to look. */
export interface CalendarProblem extends Problem {
  /** Line of the file, counted as a text editor counts; of a row with line breaks inside cells, its first. */
  readonly line: number;
  /** What the cell holds; absent where that says nothing, or is the post's own text. */
  readonly value?: string;
  readonly severity: "error" | "warning";
  /** Set when only this one of the row's channels is concerned. */
  readonly channelId?: string;
}

/** A problem found in a cell, before anybody knows in which line. */
export type CellProblem = Omit<CalendarProblem, "line" | "severity"> & Pick<Problem, "severity">;

export function onLine(line: number, problem: CellProblem): CalendarProblem {
  return { ...problem, line, severity: problem.severity ?? "error" };
}

export function isError(problem: Problem): boolean {
  return problem.severity !== "warning";
}

/** All problems of some lists. Most lists are empty in most rows: then nothing is copied. */
export function allOf<Each>(...lists: readonly (readonly Each[])[]): readonly Each[] {
  let only: readonly Each[] | undefined;
  for (const list of lists) {
    if (list.length === 0) continue;
    if (only) return lists.flat();
    only = list;
  }
  return only ?? NONE;
}

const NONE: readonly never[] = [];
