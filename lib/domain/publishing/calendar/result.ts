import type { RowPlan } from "./plan-row.ts";
import { type CalendarProblem, isError } from "./problem.ts";

/** What planning a publication has done. */
export type PlanOutcome = "added" | "unchanged" | "changed" | "already-out";

/** The word for a row in its result file. */
export type RowStatus = "planned" | "partly planned" | "unchanged" | "changed" | "already published" | "rejected";

/** What a result file adds to a row, in the order of `RESULT_COLUMNS`. */
export interface RowResult {
  readonly status: RowStatus;
  readonly problem: string;
  readonly remedy: string;
  /** Where the row's posts can be seen already, separated by blanks. */
  readonly link: string;
}

/** What planning a row has done. */
export interface RowOutcome {
  readonly plan: RowPlan;
  /** What became of each post that may go out; none for a row that was rejected. */
  readonly outcomes: readonly PlanOutcome[];
  /** Where its posts can be seen already. */
  readonly links: readonly string[];
}

export function rowResult(row: RowOutcome): RowResult {
  const { problems } = row.plan;
  return {
    status: statusOf(row),
    problem: problems.map(told).join(" / "),
    remedy: [...new Set(problems.map((problem) => problem.remedy))].join(" / "),
    link: row.links.join(" "),
  };
}

function told(problem: CalendarProblem): string {
  const about = [problem.channelId, problem.column].filter(Boolean).join(", ");
  return `${isError(problem) ? "" : "Note: "}${about ? `${about}: ` : ""}${problem.problem}`;
}

function statusOf({ plan, outcomes, links }: RowOutcome): RowStatus {
  if (outcomes.length === 0) return "rejected";
  if (plan.problems.some(isError)) return "partly planned";
  if (outcomes.includes("added")) return "planned";
  if (outcomes.includes("changed")) return "changed";
  return outcomes.includes("already-out") || links.length > 0 ? "already published" : "unchanged";
}
