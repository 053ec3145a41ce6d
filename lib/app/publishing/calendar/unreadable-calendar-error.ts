import type { Say } from "#lib/domain/publishing/calendar/messages/say.ts";
import { type CalendarProblem, onLine } from "#lib/domain/publishing/calendar/problem.ts";
import type { Unreadable } from "#lib/domain/publishing/calendar/unreadable.ts";

interface UnreadableOptions {
  readonly cause?: unknown;
  /** Everything before the fault was ASCII: the file may be in another encoding than was thought. */
  readonly isPlainBefore?: boolean;
}

/** A file that cannot be read as a calendar at all. */
export class UnreadableCalendarError extends Error {
  override readonly name = "UnreadableCalendarError";
  readonly reason: Unreadable;
  readonly line: number;
  readonly isPlainBefore: boolean;

  constructor(reason: Unreadable, line: number, { cause, isPlainBefore = false }: UnreadableOptions = {}) {
    super(`${reason} in line ${line}`, { cause });
    this.reason = reason;
    this.line = line;
    this.isPlainBefore = isPlainBefore;
  }

  /** For the person who uploaded it. */
  told(say: Say): CalendarProblem {
    return onLine(this.line, { column: "", ...say(this.reason) });
  }
}
