import type { RowOutcome } from "#lib/domain/publishing/calendar/result.ts";
import type { PlannedPublication, PlanResult } from "./ports.ts";

/** A row that was put into the plan, post by post. */
export interface DoneRow extends RowOutcome {
  readonly posts: readonly DonePost[];
}

export interface DonePost {
  readonly publication: PlannedPublication;
  readonly result: PlanResult;
}
