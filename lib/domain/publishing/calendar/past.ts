import type { Say } from "./messages/say.ts";
import { type CalendarProblem, onLine } from "./problem.ts";
import type { PlannedPost, RowPlan } from "./row-plan.ts";

/**
 * Somebody who writes "now" needs a moment to upload the file. Anything older is more likely a mistyped year or an old
 * file than a post that should go out late, and nobody can take back a post that followers have seen.
 */
export const PAST_GRACE_MS = 60_000;

/**
 * Whether the row was due before its file was uploaded. The upload and not the import counts, so that an import that is
 * late, or repeated, comes to the same result.
 */
export function isPast(plan: RowPlan, uploadedAt: Date): boolean {
  return plan.posts.some((post) => isOver(post, uploadedAt));
}

/** Whether one of the row's posts was. */
export function isOver({ dueAt }: Pick<PlannedPost, "dueAt">, uploadedAt: Date): boolean {
  return dueAt.getTime() < uploadedAt.getTime() - PAST_GRACE_MS;
}

/** A row that repeats is in the past only when all of it is: nobody wants what is over published now, all at once. */
export function isRepeated({ row }: RowPlan): boolean {
  return row.values.repeat !== "";
}

export function pastProblem({ row }: RowPlan, uploadedAt: Date, say: Say): CalendarProblem {
  const { date, time } = row.values;
  const value = `${date} ${time}`.trim();
  return onLine(row.line, { column: "date", value, ...say("dateOver", { value, uploadedAt: minute(uploadedAt) }) });
}

function minute(instant: Date): string {
  return instant.toISOString().slice(0, 16).replace("T", " ");
}
