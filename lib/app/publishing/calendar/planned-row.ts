import type { RowPlan } from "#lib/domain/publishing/calendar/row-plan.ts";
import type { PlannedPublication } from "./ports.ts";

/** A row that was judged, and what it asks for. */
export interface PlannedRow {
  readonly plan: RowPlan;
  /** One for each post of the plan that may go out. */
  readonly publications: readonly PlannedPublication[];
}

/** The row with one more problem, and nothing of it going out but `publications`. */
export function held(
  { plan }: PlannedRow,
  problem: RowPlan["problems"][number],
  publications: PlannedRow["publications"] = [],
): PlannedRow {
  return { plan: { ...plan, problems: [...plan.problems, problem] }, publications };
}
