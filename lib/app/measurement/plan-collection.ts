import type { ChannelDirectory } from "#lib/app/accounts/ports.ts";
import type { Clock } from "#lib/app/clock.ts";
import type { PublicationArchive } from "#lib/app/publishing/ports.ts";
import type { CollectionJob } from "#lib/domain/measurement/collection-job.ts";
import { isCollectionDue, OLDEST_POST_DAYS } from "#lib/domain/measurement/collection-ladder.ts";
import { plusDays } from "#lib/domain/measurement/snapshot.ts";
import type { Network } from "#lib/networks/network.ts";
import { packPosts } from "./pack-posts.ts";
import type { MetricsQueue, PlanCursor } from "./ports.ts";
import { type PublishedPost, publishedPosts } from "./published-posts.ts";

export interface PlanServices {
  readonly clock: Pick<Clock, "now">;
  readonly channels: ChannelDirectory;
  readonly findNetwork: (name: string) => Network | undefined;
  readonly archive: PublicationArchive;
  readonly cursor: PlanCursor;
  readonly queue: MetricsQueue;
}

export interface PlanSummary {
  readonly channels: number;
  readonly posts: number;
  readonly messages: number;
}

/** What SQS takes in one call. */
const JOBS_PER_SEND = 10;

/**
 * Has the numbers collected that are due this hour: every channel's, and its posts' by their age. Planning twice is
 * harmless; what an outage or a crash left out, the next plan makes good.
 */
export async function planCollection(services: PlanServices): Promise<PlanSummary> {
  const { clock, archive, cursor, queue } = services;
  const now = clock.now();
  const last = await cursor.lastPlannedAt();
  const channelIds = await measuredChannels(services);
  const recent = publishedPosts({ from: plusDays(now, -OLDEST_POST_DAYS), to: now }, archive);
  const isDue = (post: PublishedPost) => channelIds.has(post.channelId) && isCollectionDue(post, last, now);
  const ofChannels = await sendAll(channelJobs([...channelIds], now), queue);
  const ofPosts = await sendAll(packPosts(only(recent, isDue), now), queue);
  await cursor.setLastPlannedAt(now);
  return { channels: ofChannels.subjects, posts: ofPosts.subjects, messages: ofPosts.messages + ofChannels.messages };
}

async function measuredChannels({ channels, findNetwork }: PlanServices): Promise<ReadonlySet<string>> {
  const measured = (await channels.list()).filter(({ network }) => findNetwork(network)?.insights);
  return new Set(measured.map(({ channelId }) => channelId));
}

async function* only<Item>(
  pages: AsyncIterable<readonly Item[]>,
  isWanted: (item: Item) => boolean,
): AsyncIterable<readonly Item[]> {
  for await (const page of pages) yield page.filter(isWanted);
}

function channelJobs(channelIds: readonly string[], plannedAt: Date): readonly CollectionJob[] {
  return channelIds.map((channelId) => ({
    version: 1,
    channelId,
    plannedAt,
    subjects: [{ kind: "channel" }],
    attempt: 1,
  }));
}

async function sendAll(
  jobs: AsyncIterable<CollectionJob> | Iterable<CollectionJob>,
  queue: MetricsQueue,
): Promise<{ readonly subjects: number; readonly messages: number }> {
  let [subjects, messages] = [0, 0];
  let held: CollectionJob[] = [];
  const flush = async () => {
    await queue.send(held.map((job) => ({ job, delayMs: 0 })));
    messages += held.length;
    held = [];
  };
  for await (const job of jobs) {
    subjects += job.subjects.length;
    held.push(job);
    if (held.length === JOBS_PER_SEND) await flush();
  }
  if (held.length > 0) await flush();
  return { subjects, messages };
}
