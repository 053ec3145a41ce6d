import { type CalendarProblem, isError } from "#lib/domain/publishing/calendar/problem.ts";

export interface CalendarCounts {
  /** Rows that hold anything, the header not counted. `rows = imported + rejected`. */
  readonly rows: number;
  /** Rows of which at least one post goes out, or has gone out. */
  readonly imported: number;
  readonly rejected: number;
  readonly warnings: number;
}

/** Counts while a calendar streams by, and keeps the first few problems. */
export class Tally {
  #rows = 0;
  #imported = 0;
  #warnings = 0;
  readonly #problems: CalendarProblem[] = [];
  readonly #limit: number;

  /** @param limit how many problems to keep. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  addRow(postCount: number, problems: readonly CalendarProblem[]): void {
    this.#rows += 1;
    if (postCount > 0) this.#imported += 1;
    this.addProblems(problems);
  }

  addProblems(problems: readonly CalendarProblem[]): void {
    this.#warnings += problems.filter((problem) => !isError(problem)).length;
    this.#problems.push(...problems.slice(0, this.#limit - this.#problems.length));
  }

  get counts(): CalendarCounts {
    const rejected = this.#rows - this.#imported;
    return { rows: this.#rows, imported: this.#imported, rejected, warnings: this.#warnings };
  }

  get problems(): readonly CalendarProblem[] {
    return this.#problems;
  }
}
