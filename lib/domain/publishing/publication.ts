import type { HistoryEntry } from "../transition.ts";
import type { Approval } from "./approval.ts";
import type { Draft } from "./draft.ts";
import type { Ties } from "./follow-up.ts";
import type { Lateness } from "./lateness.ts";
import type { Risk } from "./risk.ts";

/**
 * - `planned`: waits for its time. `staged`: everything is prepared at the network, nothing is visible yet.
 * - `sending`: a worker holds the claim and the one irreversible request may be on its way.
 * - `uncertain`: that request may or may not have worked; the network is being asked.
 * - `review`: a person decides; `question` says what.
 * - `published`, `failed`, `cancelled`, `missed`: over.
 */
export const PUBLICATION_STATES = [
  "planned",
  "staged",
  "sending",
  "uncertain",
  "review",
  "published",
  "failed",
  "cancelled",
  "missed",
] as const;

export type PublicationState = (typeof PUBLICATION_STATES)[number];

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

/** After this many unanswered questions about an uncertain commit a person has to look. */
export const MAX_PROBES = 12;

/** How long to wait before an uncertain commit is looked into again. */
export function probeDelayMs(probeCount: number): number {
  return Math.min(15_000 * 2 ** probeCount, 15 * 60_000);
}
