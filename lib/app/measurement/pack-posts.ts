import { type CollectionJob, SUBJECTS_PER_JOB } from "#lib/domain/measurement/collection-job.ts";
import type { PublishedPost } from "./published-posts.ts";

/** Packs posts into few jobs, each of one channel. Never holds more than one unfilled job for each channel. */
export async function* packPosts(
  pages: AsyncIterable<readonly PublishedPost[]>,
  plannedAt: Date,
): AsyncIterable<CollectionJob> {
  const open = new Map<string, PublishedPost[]>();
  for await (const page of pages) {
    for (const post of page) {
      const posts = [...(open.get(post.channelId) ?? []), post];
      const isFull = posts.length === SUBJECTS_PER_JOB;
      open.set(post.channelId, isFull ? [] : posts);
      if (isFull) yield toJob(post.channelId, posts, plannedAt);
    }
  }
  for (const [channelId, posts] of open) {
    if (posts.length > 0) yield toJob(channelId, posts, plannedAt);
  }
}

function toJob(channelId: string, posts: readonly PublishedPost[], plannedAt: Date): CollectionJob {
  const subjects = posts.map(({ publicationId, remoteId, dueAt }) => ({
    kind: "post" as const,
    publicationId,
    remoteId,
    dueAt,
  }));
  return { version: 1, channelId, plannedAt, subjects, attempt: 1 };
}
