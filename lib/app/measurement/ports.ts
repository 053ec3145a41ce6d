import type { CollectionJob } from "#lib/domain/measurement/collection-job.ts";
import type { Snapshot } from "#lib/domain/measurement/snapshot.ts";

export interface SnapshotStore {
  /** Keeps it as its day's, unless a later one of that day is stored already. May be repeated. */
  save(snapshot: Snapshot): Promise<void>;
}

export interface SnapshotReader {
  /** Those of the days `from` ≤ day ≤ `to` (`yyyy-mm-dd`, UTC): by subject in the order asked for, then by day. */
  days(subjectIds: readonly string[], range: DayRange): Promise<readonly Snapshot[]>;
}

export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** How far planning has come, so that hours in which nobody planned are made good. */
export interface PlanCursor {
  lastPlannedAt(): Promise<Date | undefined>;
  setLastPlannedAt(instant: Date): Promise<void>;
}

export interface MetricsQueue {
  /** `delayMs` is rounded up to seconds and capped at what the queue can (15 minutes). */
  send(jobs: readonly DelayedCollection[]): Promise<void>;
}

export interface DelayedCollection {
  readonly job: CollectionJob;
  readonly delayMs: number;
}
