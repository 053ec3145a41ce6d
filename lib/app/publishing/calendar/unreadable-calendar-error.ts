import { type CalendarProblem, onLine } from "#lib/domain/publishing/calendar/problem.ts";
import { type Unreadable, unreadable } from "#lib/domain/publishing/calendar/unreadable.ts";

/** A file that cannot be read as a calendar at all. Its problem is for the person who uploaded it. */
export class UnreadableCalendarError extends Error {
  override readonly name = "UnreadableCalendarError";
  readonly problem: CalendarProblem;

  constructor(reason: Unreadable, line: number, options: { cause?: unknown } = {}) {
    const problem = unreadable(reason);
    super(problem.problem, options);
    this.problem = onLine(line, problem);
  }
}
