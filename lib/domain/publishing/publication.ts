import type { HistoryEntry } from "../transition.ts";
import { type Approval, isAwaitingApproval } from "./approval.ts";
import type { Draft } from "./draft.ts";
import { type Ties, timeOf } from "./follow-up.ts";
import { isTooLate, type Lateness } from "./lateness.ts";
import type { Risk } from "./risk.ts";
import { STAGE_AHEAD_MS, stagingDueAt } from "./staging-time.ts";

/**
 * - `planned`: waits for its time. `staged`: everything is prepared at the network, nothing is visible yet.
 * - `sending`: a worker holds the claim and the one irreversible request may be on its way.
 * - `uncertain`: that request may or may not have worked; the network is being asked.
 * - `review`: a person decides; `question` says what.
 * - `published`, `failed`, `cancelled`, `missed`: over.
 */
export type PublicationState =
  | "planned"
  | "staged"
  | "sending"
  | "uncertain"
  | "review"
  | "published"
  | "failed"
  | "cancelled"
  | "missed";

/** What a person is asked in `review`: only they can see whether it is live; only they know whether it is still wanted. */
export type ReviewQuestion = "is-it-live" | "still-wanted";

/** One post on one channel, with its state. */
export interface Publication extends Lateness, Ties, Approval {
  readonly publicationId: string;
  readonly calendar: string;
  readonly rowId: string;
  readonly channelId: string;
  readonly network: string;
  /** Grows with every edit: a message that was dispatched for an older revision is stale. */
  readonly revision: number;
  readonly draft: Draft;
  readonly dueAt: Date;
  /** A person wants it to go out after all, by then, however late that is. */
  readonly wantedUntil?: Date;
  readonly wantsStaging: boolean;

  readonly state: PublicationState;
  /** When the due index wakes somebody for it; absent when nothing is left to do. */
  readonly nextStepAt?: Date;
  readonly history: readonly HistoryEntry[];
  /** Names the latest write; see `Transition.claimId`. */
  readonly claimId: string;

  /** What staging has reached; only the network's adapter reads it. */
  readonly progress?: Readonly<Record<string, unknown>>;
  /** Counts the stored staging steps: two workers staging at once cannot overwrite each other. */
  readonly stageCount: number;
  readonly stageExpiresAt?: Date;

  /** How many claims there were. */
  readonly attempt: number;
  /** Grows with every claim and every expiry of one: the write of a worker that lost its claim fails. */
  readonly fence: number;
  readonly leaseUntil?: Date;
  /** When the first commit whose outcome is not known for certain may have left. */
  readonly intentAt?: Date;
  /** From when on "not found" at the network proves absence. */
  readonly settledAt?: Date;
  /** When a commit left that was doubtful and then found absent: a later "duplicate" says that it was not. */
  readonly doubtedSince?: Date;
  /** A later attempt was refused as a duplicate: evidence that a doubtful one is live, whatever `find` says. */
  readonly hasDuplicateEvidence?: boolean;
  /** How often the network was asked about an uncertain commit. */
  readonly probeCount: number;

  /** Of a follow-up whose post is out: that post at the network. Without it nothing is sent. */
  readonly parentRemoteId?: string;
  /** Of a follow-up: since its post is out. Its own lateness counts from then. */
  readonly followsSince?: Date;

  readonly remoteId?: string;
  readonly url?: string;
  readonly publishedAt?: Date;
  /** From the due instant (of a follow-up: since its post was out) to the moment the commit request left. */
  readonly latenessMs?: number;
  /** Set in `review`. */
  readonly question?: ReviewQuestion;
  /** What was found before its time that will keep it from going out; people were told. */
  readonly risks?: readonly Risk[];
  /** Why it failed, waits or was missed, in words for people. */
  readonly reason?: string;
}

const OVER: readonly PublicationState[] = ["published", "failed", "cancelled", "missed"];

/** Nothing will happen to it any more. */
export function isOver(state: PublicationState): boolean {
  return OVER.includes(state);
}

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

/** After this many unanswered questions about an uncertain commit a person has to look. */
export const MAX_PROBES = 12;

/** How long to wait before an uncertain commit is looked into again. */
export function probeDelayMs(probeCount: number): number {
  return Math.min(15_000 * 2 ** probeCount, 15 * 60_000);
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
