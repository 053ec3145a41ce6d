import type { DelayedJob, DueEntry } from "./ports.ts";

/** Publications that one message carries at most: a worker commits them side by side. */
export const PUBLICATIONS_PER_JOB = 100;

/** A worker wakes this long before the instant: it loads, claims and opens connections, then commits on the second. */
export const WAKE_EARLY_MS = 1_000;

/** When the worker is to wake: at once, to prepare, or for the instant itself. */
export type WakeUp = "now" | "on-time";

/** Packs due entries into few messages: same channel, same due second. */
export function packJobs(entries: readonly DueEntry[], wakeUp: WakeUp, now: Date): readonly DelayedJob[] {
  const groups = Map.groupBy(entries, ({ channelId, nextStepAt }) => `${channelId}@${secondOf(nextStepAt)}`);
  return [...groups.values()].flatMap((group) =>
    chunks(group, PUBLICATIONS_PER_JOB).map((chunk) => toJob(chunk, wakeUp, now)),
  );
}

function secondOf(instant: Date): number {
  return Math.floor(instant.getTime() / 1_000);
}

function toJob(chunk: readonly [DueEntry, ...DueEntry[]], wakeUp: WakeUp, now: Date): DelayedJob {
  const [{ channelId, nextStepAt }] = chunk;
  const delayMs = wakeUp === "now" ? 0 : Math.max(0, nextStepAt.getTime() - now.getTime() - WAKE_EARLY_MS);
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
