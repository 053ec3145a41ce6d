import type { DelayedJob, DueEntry } from "./ports.ts";

/** Publications that one message carries at most: a worker commits them side by side. */
export const PUBLICATIONS_PER_JOB = 100;

/** A worker wakes this long before the instant: it loads, claims and opens connections, then commits on the second. */
export const WAKE_EARLY_MS = 1_000;

/**
 * For a message of many it wakes earlier: loading and claiming them all takes seconds, and at the instant only the requests
 * should be left. Not earlier for few: a worker is paid for while it waits. Well within the five seconds by which a claim
 * may precede its instant, since the queue's delays are whole seconds, rounded down.
 */
export const WAKE_CROWD_EARLY_MS = 3_500;

/** A message of more than so many is one of many. */
const FEW = 20;

/** When the worker is to wake: at once, to prepare, or for the instant itself. */
export type WakeUp = "now" | "on-time";

/** Packs due entries into few messages: same channel, same due second. */
export function packJobs(entries: readonly DueEntry[], wakeUp: WakeUp, now: Date): readonly DelayedJob[] {
  const packer = new JobPacker(wakeUp, now);
  return [...packer.fill(entries), ...packer.rest()];
}

/** Packs entries that come page by page: a message that is not full waits for the next pages. */
export async function* packPages(
  pages: AsyncIterable<readonly DueEntry[]>,
  wakeUp: WakeUp,
  now: Date,
): AsyncGenerator<readonly DelayedJob[]> {
  const packer = new JobPacker(wakeUp, now);
  for await (const page of pages) yield [...packer.fill(page)];
  yield [...packer.rest()];
}

class JobPacker {
  readonly #wakeUp: WakeUp;
  readonly #now: Date;
  readonly #open = new Map<string, [DueEntry, ...DueEntry[]]>();

  constructor(wakeUp: WakeUp, now: Date) {
    this.#wakeUp = wakeUp;
    this.#now = now;
  }

  /** Yields what is full. */
  *fill(entries: Iterable<DueEntry>): Generator<DelayedJob> {
    for (const entry of entries) {
      const key = `${entry.channelId}@${secondOf(entry.nextStepAt)}`;
      const group = this.#open.get(key);
      if (!group) this.#open.set(key, [entry]);
      else if (group.push(entry) === PUBLICATIONS_PER_JOB) {
        this.#open.delete(key);
        yield toJob(group, this.#wakeUp, this.#now);
      }
    }
  }

  *rest(): Generator<DelayedJob> {
    for (const group of this.#open.values()) yield toJob(group, this.#wakeUp, this.#now);
    this.#open.clear();
  }
}

function secondOf(instant: Date): number {
  return Math.floor(instant.getTime() / 1_000);
}

function toJob(group: readonly [DueEntry, ...DueEntry[]], wakeUp: WakeUp, now: Date): DelayedJob {
  const [{ channelId, nextStepAt }] = group;
  const earlyMs = group.length > FEW ? WAKE_CROWD_EARLY_MS : WAKE_EARLY_MS;
  const delayMs = wakeUp === "now" ? 0 : Math.max(0, nextStepAt.getTime() - now.getTime() - earlyMs);
  const publications = group.map(({ publicationId, revision }) => ({ publicationId, revision }));
  return { job: { channelId, publications }, delayMs };
}
