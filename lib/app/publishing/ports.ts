import type { Publication, PublicationState } from "#lib/domain/publishing/publication.ts";
import type { PublicationTransition } from "#lib/domain/publishing/transitions/transition.ts";
import type { Progress } from "#lib/networks/network.ts";

export interface PublicationStore {
  /**
   * Each as it is now; ids that do not exist are left out.
   *
   * @param how.mayLag as it was a second ago is good enough, at half the price: for what was listed by an index, which lags as well
   */
  getMany(publicationIds: readonly string[], how?: { readonly mayLag?: boolean }): Promise<readonly Publication[]>;
  /** Stores new publications; those whose id exists already are left alone. Resolves to the ids that were added. */
  add(publications: readonly Publication[]): Promise<ReadonlySet<string>>;
  /** Writes one transition if its guard holds. */
  apply(publication: Publication, transition: PublicationTransition): Promise<Applied>;
}

export type Applied =
  /** The publication as it is stored now. */
  | { readonly applied: true; readonly publication: Publication }
  /** Somebody was faster; `current` is what they made of it. */
  | { readonly applied: false; readonly current: Publication | undefined };

/** The due index: who has a next step, and when. */
export interface DueIndex {
  /** Entries whose next step lies in `from` ≤ instant < `to`, page by page, in order within a page. */
  due(from: Date, to: Date): AsyncIterable<readonly DueEntry[]>;
  /** How far ahead the last completed tick has looked; undefined before the first. */
  lookedUntil(): Promise<Date | undefined>;
  setLookedUntil(instant: Date): Promise<void>;
}

/** What is over, by the day of its due instant: what was published, failed, missed. */
export interface PublicationArchive {
  /** `day` is any instant of the day (UTC). */
  over(day: Date): AsyncIterable<readonly OverEntry[]>;
}

export interface OverEntry {
  readonly publicationId: string;
  readonly channelId: string;
  readonly dueAt: Date;
  readonly state: PublicationState;
  readonly remoteId?: string;
}

/** What the due index says of a publication, without reading it. */
export interface DueEntry {
  readonly publicationId: string;
  readonly channelId: string;
  readonly revision: number;
  readonly nextStepAt: Date;
  readonly wantsStaging: boolean;
}

/** One message of the publish queue: publications of one channel. Each one's own state says what is to be done. */
export interface PublishJob {
  readonly channelId: string;
  readonly publications: readonly {
    readonly publicationId: string;
    readonly revision: number;
    readonly carried?: CarriedProgress;
  }[];
}

/** What staging has reached and is not worth a write yet: see `carried-progress.ts`. */
export interface CarriedProgress {
  /** How many steps were stored when it was reached. */
  readonly stageCount: number;
  readonly progress: Progress;
}

/** A job, and how long the queue is to keep it back. */
export interface DelayedJob {
  readonly job: PublishJob;
  readonly delayMs: number;
}

export interface PublishQueue {
  /** `delayMs` is rounded down to seconds and capped at what the queue can (15 minutes). */
  send(jobs: readonly DelayedJob[]): Promise<void>;
}
