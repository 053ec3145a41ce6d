import { type CalendarProblem, isError } from "#lib/domain/publishing/calendar/problem.ts";
import { type RowOutcome, standingOf } from "#lib/domain/publishing/calendar/result.ts";

export interface CalendarCounts {
  /** Rows that hold anything, the header not counted. `rows = imported + rejected`. */
  readonly rows: number;
  /** Rows of which at least one post goes out, or has gone out. `imported = added + changed + unchanged`. */
  readonly imported: number;
  readonly rejected: number;
  readonly warnings: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Rows of earlier uploads that the file does not name any more, and that were still to go out. */
  readonly cancelled: number;
}

/** Counts while a calendar streams by, and keeps the first few problems. */
export class Tally {
  readonly #counts = { rows: 0, added: 0, changed: 0, unchanged: 0, cancelled: 0, warnings: 0 };
  readonly #problems: CalendarProblem[] = [];
  readonly #limit: number;

  /** @param limit how many problems to keep. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  addRow({ outcomes, plan }: RowOutcome): void {
    this.#counts.rows += 1;
    if (outcomes.length > 0) this.#counts[standingOf(outcomes)] += 1;
    this.addProblems(plan.problems);
  }

  /** Some of a row that an earlier upload had planned is cancelled; `remains` is what the file has of the row. */
  addCancelled(remains: "nothing" | "unchanged row" | "changed row"): void {
    if (remains === "nothing") this.#counts.cancelled += 1;
    if (remains !== "unchanged row") return;
    this.#counts.unchanged -= 1;
    this.#counts.changed += 1;
  }

  addProblems(problems: readonly CalendarProblem[]): void {
    this.#counts.warnings += problems.filter((problem) => !isError(problem)).length;
    this.#problems.push(...problems.slice(0, this.#limit - this.#problems.length));
  }

  get counts(): CalendarCounts {
    const { rows, added, changed, unchanged } = this.#counts;
    const imported = added + changed + unchanged;
    return { ...this.#counts, imported, rejected: rows - imported };
  }

  get problems(): readonly CalendarProblem[] {
    return this.#problems;
  }
}
