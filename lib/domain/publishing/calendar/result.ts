import type { RowPlan } from "./plan-row.ts";
import { isError } from "./problem.ts";

/** What planning a publication has done. */
export type PlanOutcome = "added" | "unchanged" | "changed" | "already-out";

/** The word for a row in its result file. */
export type RowStatus = "planned" | "partly planned" | "unchanged" | "changed" | "already published" | "rejected";

/** What a result file adds to a row, in the order of `RESULT_COLUMNS`. */
export interface RowResult {
  readonly status: RowStatus;
  readonly problem: string;
  readonly remedy: string;
}

/** @param outcomes what became of each post that may go out. */
export function rowResult(plan: RowPlan, outcomes: readonly PlanOutcome[]): RowResult {
  const label = (problem: RowPlan["problems"][number]) => {
    const about = [problem.channelId, problem.column].filter(Boolean).join(", ");
    return `${isError(problem) ? "" : "Note: "}${about ? `${about}: ` : ""}${problem.problem}`;
  };
  return {
    status: statusOf(plan, outcomes),
    problem: plan.problems.map(label).join(" / "),
    remedy: [...new Set(plan.problems.map((problem) => problem.remedy))].join(" / "),
  };
}

function statusOf(plan: RowPlan, outcomes: readonly PlanOutcome[]): RowStatus {
  if (outcomes.length === 0) return "rejected";
  if (plan.problems.some(isError)) return "partly planned";
  if (outcomes.includes("added")) return "planned";
  if (outcomes.includes("changed")) return "changed";
  return outcomes.includes("already-out") ? "already published" : "unchanged";
}
