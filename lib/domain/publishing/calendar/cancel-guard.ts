import type { Wording } from "./messages/catalogue.ts";
import type { Say } from "./messages/say.ts";

/** What speaks for and against taking back what a file does not name any more. */
export interface CancelEvidence {
  /** What the file says of it itself, above its header. */
  readonly told?: "yes" | "no";
  /** The file ends in the middle of a row. */
  readonly isCut: boolean;
  /** It ends without a line end, in a row that is not as it was planned: perhaps in the middle of its last cell. */
  readonly mayBeCut: boolean;
  /** Rows that were refused and have no id: which of the earlier rows they are cannot be known. */
  readonly unknownRows: number;
  /** Publications that are still to come, and how many of them the file does not name. */
  readonly upcoming: number;
  readonly missingUpcoming: number;
}

/** So few may always go: a short calendar is edited, too. */
const A_HANDFUL = 5;

/**
 * A file that was cut off, exported with a filter on, or half rejected must not take back what it only happens not to
 * name. Undefined when it may. A cut and an unknown row speak against it whatever the file says: what they hide may be
 * the very rows that would be cancelled.
 */
export function whyNotCancel(evidence: CancelEvidence, say: Say): Wording | undefined {
  const { told, isCut, mayBeCut, unknownRows, upcoming, missingUpcoming } = evidence;
  if (missingUpcoming === 0) return undefined;
  if (told === "no") return say("cancelDeclined", { count: missingUpcoming });
  if (isCut) return say("cancelCut");
  if (unknownRows > 0) return say("cancelUnknownRows", { count: unknownRows });
  if (mayBeCut && told !== "yes") return say("cancelMaybeCut", { count: missingUpcoming });
  const isMost = missingUpcoming > A_HANDFUL && 2 * missingUpcoming > upcoming;
  return isMost && told !== "yes" ? say("cancelMost", { count: missingUpcoming, of: upcoming }) : undefined;
}
