import type { DelayedJob, DueEntry } from "./ports.ts";

/** Publications that one message carries at most: a worker commits them side by side. */
export const PUBLICATIONS_PER_JOB = 100;

/** A worker wakes this long before the instant: it loads, claims and opens connections, then commits on the second. */
const WAKE_EARLY_MS = 1_000;

/** When many share a second, their claims alone take a while: each one more is worth this much of a head start. */
const WAKE_EARLIER_MS = 4;

/** Together with the queue's whole seconds this stays well within what a claim may precede its instant. */
const WAKE_EARLIEST_MS = 5_000;

/** When the worker is to wake: at once, to prepare, or for the instant itself. */
export type WakeUp = "now" | "on-time";

/** Packs due entries into few messages: same channel, same due second. */
export function packJobs(entries: readonly DueEntry[], wakeUp: WakeUp, now: Date): readonly DelayedJob[] {
  const crowds = Map.groupBy(entries, ({ nextStepAt }) => secondOf(nextStepAt));
  return [...crowds.values()].flatMap((crowd) => {
    const headStartMs = Math.min(WAKE_EARLY_MS + (crowd.length - 1) * WAKE_EARLIER_MS, WAKE_EARLIEST_MS);
    const groups = Map.groupBy(crowd, ({ channelId }) => channelId);
    return [...groups.values()].flatMap((group) =>
      chunks(group, PUBLICATIONS_PER_JOB).map((chunk) => toJob(chunk, { headStartMs, wakeUp, now })),
    );
  });
}

function secondOf(instant: Date): number {
  return Math.floor(instant.getTime() / 1_000);
}

function toJob(
  chunk: readonly [DueEntry, ...DueEntry[]],
  { headStartMs, wakeUp, now }: { readonly headStartMs: number; readonly wakeUp: WakeUp; readonly now: Date },
): DelayedJob {
  const [{ channelId, nextStepAt }] = chunk;
  const delayMs = wakeUp === "now" ? 0 : Math.max(0, nextStepAt.getTime() - now.getTime() - headStartMs);
  const publications = chunk.map(({ publicationId, revision }) => ({ publicationId, revision }));
  return { job: { channelId, publications }, delayMs };
}

function chunks<Item>(items: readonly Item[], size: number): [Item, ...Item[]][] {
  const result: [Item, ...Item[]][] = [];
  for (let start = 0; start < items.length; start += size) {
    const [first, ...rest] = items.slice(start, start + size);
    if (first !== undefined) result.push([first, ...rest]);
  }
  return result;
}
