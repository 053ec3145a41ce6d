import type { Words } from "./messages/catalogue.ts";
import type { Say } from "./messages/say.ts";
import { isRepeated } from "./past.ts";
import { type CalendarProblem, isError } from "./problem.ts";
import type { RowPlan } from "./row-plan.ts";

/**
 * What planning a publication has done. `called-off`: it came to nothing earlier, and stays so. `planned-elsewhere`:
 * another calendar has this very post. `edited-elsewhere`: another calendar has the row, for the same time, with other
 * content. `new-version`: its file looks like a new version of another calendar.
 */
export type PlanOutcome = (typeof PLAN_OUTCOMES)[number];

export const PLAN_OUTCOMES = [
  "added",
  "unchanged",
  "changed",
  "already-out",
  "called-off",
  "planned-elsewhere",
  "edited-elsewhere",
  "new-version",
] as const;

/** So that it does not go out twice, it is not planned until a person has said what it is. */
export type HeldBack = Extract<PlanOutcome, "edited-elsewhere" | "new-version">;

export function isHeldBack(outcome: PlanOutcome): outcome is HeldBack {
  return outcome === "edited-elsewhere" || outcome === "new-version";
}

/** What a row is to the plan that it meets. */
export type RowStanding = "added" | "changed" | "unchanged";

export function standingOf(outcomes: readonly PlanOutcome[]): RowStanding {
  if (outcomes.every((outcome) => outcome === "added")) return "added";
  return outcomes.includes("added") || outcomes.includes("changed") ? "changed" : "unchanged";
}

/** What a result file adds to a row, in the order of `RESULT_COLUMNS`. */
export interface RowResult {
  readonly status: string;
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

/** How a calendar calls things. */
export interface ResultNames {
  readonly say: Say;
  /** The header of a column in the file itself. */
  readonly columnName: (column: string) => string;
}

export function rowResult(row: RowOutcome, { say, columnName }: ResultNames): RowResult {
  const { problems } = row.plan;
  const told = ({ severity, channelId, column, problem }: CalendarProblem) => {
    const about = [channelId, columnName(column)].filter(Boolean).join(", ");
    return `${severity === "error" ? "" : say.word("note")}${about ? `${about}: ` : ""}${problem}`;
  };
  return {
    status: say.word(statusOf(row)),
    problem: problems.map(told).join(" / "),
    remedy: [...new Set(problems.map((problem) => problem.remedy))].join(" / "),
    link: row.links.join(" "),
  };
}

function statusOf({ plan, outcomes, links }: RowOutcome): keyof Words {
  if (outcomes.length === 0) return "rejected";
  if (plan.problems.some(isError)) return "partlyPlanned";
  const standing = standingOf(outcomes);
  if (standing === "added") return "planned";
  if (standing === "changed") return "changed";
  if (outcomes.every((outcome) => outcome === "called-off")) return "notPublished";
  if (outcomes.every((outcome) => outcome === "planned-elsewhere")) return "plannedElsewhere";
  // Some of its times are over, others are to come.
  if (isRepeated(plan) && outcomes.includes("unchanged")) return "unchanged";
  return outcomes.includes("already-out") || links.length > 0 ? "alreadyPublished" : "unchanged";
}
