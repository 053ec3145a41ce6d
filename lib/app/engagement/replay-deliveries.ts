import type { IngestQueue } from "./ports.ts";

/** What the archive has kept. */
export interface ArchiveListing {
  /** Keys of the deliveries of one network on one day (UTC), page by page; `day` is any instant of it. */
  keys(network: string, day: Date): AsyncIterable<readonly string[]>;
}

export interface Replay {
  readonly networks: readonly string[];
  /** First and last day (UTC), both included. */
  readonly from: Date;
  readonly to: Date;
}

const DAY_MS = 24 * 60 * 60_000;

/**
 * Sends archived deliveries to be ingested once more, as claim checks: after a fault of ours, or when a queue was lost.
 * What is known already changes nothing.
 *
 * @returns how many were sent.
 */
export async function replayDeliveries(
  { networks, from, to }: Replay,
  { archive, queue }: { readonly archive: ArchiveListing; readonly queue: IngestQueue },
): Promise<number> {
  let count = 0;
  for (const day of daysBetween(from, to)) {
    for (const network of networks) {
      for await (const keys of archive.keys(network, day)) {
        for (const archiveKey of keys) await queue.send(claimCheck(network, archiveKey, day));
        count += keys.length;
      }
    }
  }
  return count;
}

/** The instant of the first receipt is not kept; its day is, and what matters is told by the network's own clock. */
function claimCheck(network: string, archiveKey: string, day: Date) {
  const deliveryId = archiveKey.slice(archiveKey.lastIndexOf("/") + 1);
  return { version: 1 as const, deliveryId, network, receivedAt: day.toISOString(), archiveKey };
}

function daysBetween(from: Date, to: Date): Date[] {
  const days: Date[] = [];
  for (let day = Math.floor(from.getTime() / DAY_MS) * DAY_MS; day <= to.getTime(); day += DAY_MS) {
    days.push(new Date(day));
  }
  return days;
}
