import { isAwaitingApproval } from "./approval.ts";
import type { Publication } from "./publication.ts";
import { isTooLate, timeOf } from "./sending-time.ts";
import { STAGE_AHEAD_MS, stagingDueAt } from "./staging-time.ts";

export type NextStep =
  | { readonly do: "nothing" }
  | { readonly do: "wait"; readonly until: Date }
  /** No tick comes for this: whoever waits must see to it. */
  | { readonly do: "wait-to-stage"; readonly until: Date }
  /** See whether the post that it follows is out. */
  | { readonly do: "follow" }
  | { readonly do: "stage" }
  /** It is due, and nobody has approved it. */
  | { readonly do: "await-approval" }
  /** Claim it now, send it at that instant. */
  | { readonly do: "commit"; readonly at: Date }
  /** The claim's holder is dead: what it did is unknown. */
  | { readonly do: "expire" }
  | { readonly do: "reconcile" }
  | { readonly do: "miss" }
  /** A person decides whether it is still wanted. */
  | { readonly do: "ask" };

/** A claim may precede the due instant by this much, so that at the instant only the request is left to do. */
const CLAIM_AHEAD_MS = 5_000;

/**
 * Decides what to do with a publication now. A claim whose lease has run out is reconciled, never sent again: the
 * network may hold the post although the worker never said so.
 *
 * @param stageAheadMs how long before its instant a post is prepared.
 */
export function nextStep(publication: Publication, now: Date, stageAheadMs = STAGE_AHEAD_MS): NextStep {
  switch (publication.state) {
    case "planned":
    case "staged":
      return nextStepBeforeSending(publication, now, stageAheadMs);
    case "sending": {
      const { leaseUntil = now } = publication;
      return leaseUntil.getTime() <= now.getTime() ? { do: "expire" } : { do: "wait", until: leaseUntil };
    }
    case "uncertain": {
      const { nextStepAt = now } = publication;
      return nextStepAt.getTime() <= now.getTime() ? { do: "reconcile" } : { do: "wait", until: nextStepAt };
    }
    case "review":
    case "published":
    case "failed":
    case "cancelled":
    case "missed":
      return { do: "nothing" };
  }
}

function nextStepBeforeSending(publication: Publication, now: Date, stageAheadMs: number): NextStep {
  const { dueAt, nextStepAt = dueAt } = publication;
  if (publication.followUp && publication.parentRemoteId === undefined) return { do: "follow" };
  if (isTooLate(publication, now)) return { do: publication.ifTooLate };
  // Whatever wakes somebody up earlier: nothing goes out before its time.
  const time = timeOf(publication);
  const at = nextStepAt.getTime() < time.getTime() ? time : nextStepAt;
  const stageAt = stagingDueAt(publication, at, stageAheadMs);
  if (stageAt) return stageAt.getTime() <= now.getTime() ? { do: "stage" } : { do: "wait-to-stage", until: stageAt };
  if (isAwaitingApproval(publication)) {
    return at.getTime() <= now.getTime() ? { do: "await-approval" } : { do: "wait", until: at };
  }
  const claimAt = new Date(at.getTime() - CLAIM_AHEAD_MS);
  return claimAt.getTime() <= now.getTime() ? { do: "commit", at } : { do: "wait", until: claimAt };
}
