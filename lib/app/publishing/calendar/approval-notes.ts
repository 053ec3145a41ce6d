import { isAwaitingApproval } from "#lib/domain/publishing/approval.ts";
import type { CalendarProblem } from "#lib/domain/publishing/calendar/problem.ts";
import { isError } from "#lib/domain/publishing/calendar/problem.ts";
import type { DonePost } from "./done-row.ts";

/** That a row waits for somebody's yes is no news once all of its posts have it. */
export function withoutSettledApproval(
  problems: readonly CalendarProblem[],
  posts: readonly DonePost[],
): readonly CalendarProblem[] {
  if (!problems.some(isNote)) return problems;
  const isSettled = posts.every(({ result }) => {
    return result.known !== undefined && result.outcome !== "changed" && !isAwaitingApproval(result.known);
  });
  return isSettled ? problems.filter((each) => !isNote(each)) : problems;
}

function isNote(problem: CalendarProblem): boolean {
  return problem.column === "approval" && !isError(problem);
}
