import type {
  DayRange,
  DelayedCollection,
  MetricsQueue,
  PlanCursor,
  SnapshotReader,
  SnapshotStore,
} from "#lib/app/measurement/ports.ts";
import { CollectionJob } from "#lib/domain/measurement/collection-job.ts";
import { dayOf, type Snapshot } from "#lib/domain/measurement/snapshot.ts";

/** Day items in memory, with the table's rule: the latest snapshot of a day stays. */
export class InMemoryMetrics implements SnapshotStore, SnapshotReader, PlanCursor {
  readonly #items = new Map<string, Snapshot>();
  #lastPlannedAt: Date | undefined;
  /** Called before every write: a test throws here to make the store fail. */
  beforeSave: (snapshot: Snapshot) => void = () => {};

  async save(snapshot: Snapshot): Promise<void> {
    this.beforeSave(snapshot);
    const key = `${snapshot.subject.subjectId} ${dayOf(snapshot.at)}`;
    const stored = this.#items.get(key);
    if (!stored || stored.at < snapshot.at) this.#items.set(key, structuredClone(snapshot));
  }

  /** Everything, in the order of keys. */
  all(): readonly Snapshot[] {
    return [...this.#items.keys()].sort().flatMap((key) => this.#items.get(key) ?? []);
  }

  async days(subjectIds: readonly string[], { from, to }: DayRange): Promise<readonly Snapshot[]> {
    const ofSubject = (id: string) => this.all().filter(({ subject }) => subject.subjectId === id);
    return subjectIds.flatMap(ofSubject).filter(({ at }) => dayOf(at) >= from && dayOf(at) <= to);
  }

  async lastPlannedAt(): Promise<Date | undefined> {
    return this.#lastPlannedAt;
  }

  async setLastPlannedAt(instant: Date): Promise<void> {
    this.#lastPlannedAt = instant;
  }
}

const LONGEST_DELAY_MS = 15 * 60_000;

/** The metrics queue: messages travel as JSON and become visible after their delay. */
export class InMemoryMetricsQueue implements MetricsQueue {
  #messages: { readonly body: string; readonly visibleAt: number }[] = [];
  readonly #now: () => Date;
  /** Called before every send: a test throws here to make the queue fail. */
  beforeSend: (jobs: readonly DelayedCollection[]) => void = () => {};

  constructor(now: () => Date) {
    this.#now = now;
  }

  async send(jobs: readonly DelayedCollection[]): Promise<void> {
    this.beforeSend(jobs);
    for (const { job, delayMs } of jobs) {
      const visibleAt = this.#now().getTime() + Math.min(delayMs, LONGEST_DELAY_MS);
      this.#messages.push({ body: JSON.stringify(job), visibleAt });
    }
  }

  /** Takes all messages that are visible now. */
  receive(): CollectionJob[] {
    const now = this.#now().getTime();
    const visible = this.#messages.filter(({ visibleAt }) => visibleAt <= now);
    this.#messages = this.#messages.filter(({ visibleAt }) => visibleAt > now);
    return visible.map(({ body }) => CollectionJob.parse(JSON.parse(body)));
  }

  /** Messages that are still to come, the delayed ones included. */
  get length(): number {
    return this.#messages.length;
  }
}
