import type { FindResult, NetworkContext, SoughtPost } from "../network.ts";
import { call } from "./api.ts";
import { composeText } from "./publish.ts";
import { PostList } from "./wire.ts";

/** Their clock and ours may differ by this much; anything older is an older post. */
const CLOCK_TOLERANCE_MS = 60_000;

export function earliestInstant(attemptedAt: Date): Date {
  return new Date(attemptedAt.getTime() - CLOCK_TOLERANCE_MS);
}

/**
 * After an unclear answer: is our post there? Go by the strongest evidence that the network gives, compare texts in
 * one spelling, and never take "the latest".
 */
export async function find({ draft, attemptedAt }: SoughtPost, context: NetworkContext): Promise<FindResult> {
  const since = earliestInstant(attemptedAt);
  const query = { since: since.toISOString() };
  const { posts } = await call({ method: "GET", path: "/posts", query, answer: PostList }, context);
  const wanted = comparableText(composeText(draft));
  return conclude(
    posts.filter(
      ({ text, imageCount, createdAt }) =>
        comparableText(text) === wanted && imageCount === draft.media.length && new Date(createdAt) >= since,
    ),
  );
}

/** One candidate is ours. Two are nobody's: a person decides. */
export function conclude(candidates: readonly { readonly id: string; readonly url?: string }[]): FindResult {
  const [only, ...others] = candidates;
  if (!only) return { found: false, because: "absent" };
  if (others.length === 0) return { found: true, remoteId: only.id, url: only.url };
  return { found: false, because: "cannot-know", reason: `${candidates.length} items on Sample have this content` };
}

export function comparableText(text: string): string {
  return text.normalize("NFC").replaceAll(/\s+/gu, " ").trim();
}
