import { listedOnce } from "../listed-once.ts";
import type { FindResult, NetworkContext, SoughtPost } from "../network.ts";
import { get } from "./api.ts";
import { postUrl, stagedMedia } from "./publish.ts";
import { comparableText, composeText, readableText, withoutAddressees } from "./text.ts";
import { answeredPostOf, instantOf, POST_FIELDS_PARAMETER, PostPage, referencesOf, type WirePost } from "./wire.ts";

/** Their clock and ours may differ by this much. */
const CLOCK_TOLERANCE_MS = 60_000;

/** 500 posts: more than X lets an account write in the days that a reconcile may take. */
const MOST_PAGES = 5;

const PAGE_FIELDS = "created_at,text,author_id,entities,attachments,conversation_id,referenced_tweets";

/** Reads our own timeline and looks for the one post that has the sought text and as many images. */
export async function find(sought: SoughtPost, context: NetworkContext): Promise<FindResult> {
  const wanted = comparableText(composeText(sought.draft));
  const timeline = await readTimeline(sought.attemptedAt, context);
  const candidates = timeline.posts.filter(
    (post) =>
      !isAnswerOrRepost(post) && textOf(post) === wanted && mediaKeysOf(post).length === sought.draft.media.length,
  );
  const keys = new Set(stagedMedia(sought.progress).flatMap(({ key }) => key ?? []));
  if (keys.size === 0 || candidates.length === 0) return conclude(candidates, timeline, context);
  const ours = candidates.filter((post) => mediaKeysOf(post).some((key) => keys.has(key)));
  if (ours.length > 0) return conclude(ours, timeline, context);
  return { found: false, because: "cannot-know", reason: "a post with the same text has other images than ours" };
}

/** The answer of ours to `answeredId` with exactly this text. */
export async function findAnswer(
  { text, answeredId, attemptedAt }: { text: string; answeredId: string; attemptedAt: Date },
  context: NetworkContext,
): Promise<FindResult> {
  const wanted = comparableText(text);
  const timeline = await readTimeline(attemptedAt, context);
  const candidates = timeline.posts.filter(
    (post) => mayAnswer(post, answeredId) && comparableText(withoutAddressees(readable(post))) === wanted,
  );
  return conclude(candidates, timeline, context);
}

interface Timeline {
  readonly posts: readonly WirePost[];
  readonly isWhole: boolean;
}

async function readTimeline(attemptedAt: Date, context: NetworkContext): Promise<Timeline> {
  const since = earliestInstant(attemptedAt);
  const posts: WirePost[] = [];
  let token: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await readPage(since, token, context);
    posts.push(...page.data.filter((post) => instantOf(post) >= since));
    token = page.meta.next_token;
    if (!token) return { posts: listedOnce(posts), isWhole: true };
  }
  return { posts: listedOnce(posts), isWhole: false };
}

function readPage(since: Date, token: string | undefined, context: NetworkContext) {
  const query = {
    max_results: "100",
    start_time: since.toISOString().replace(/\.\d+Z$/, "Z"),
    [POST_FIELDS_PARAMETER]: PAGE_FIELDS,
    pagination_token: token,
  };
  return get({ path: `/2/users/${context.channel.remoteId}/tweets`, query, answer: PostPage }, context);
}

/** X tells whole seconds: a post of the same second must not look too old. */
export function earliestInstant(attemptedAt: Date): Date {
  return new Date(Math.floor((attemptedAt.getTime() - CLOCK_TOLERANCE_MS) / 1000) * 1000);
}

function conclude(candidates: readonly WirePost[], { isWhole }: Timeline, context: NetworkContext): FindResult {
  const [only, ...others] = candidates;
  if (others.length > 0) {
    return { found: false, because: "cannot-know", reason: `${candidates.length} posts on X have this content` };
  }
  if (only) return { found: true, remoteId: only.id, url: postUrl(only.id, context) };
  if (isWhole) return { found: false, because: "absent" };
  return { found: false, because: "cannot-know", reason: "more posts on X than can be looked through" };
}

/** Not by `in_reply_to_user_id`: X sets it also on a plain post that begins with a name. */
function isAnswerOrRepost(post: WirePost): boolean {
  return referencesOf(post).some(({ type }) => type !== "quoted");
}

/** Where X leaves out what a post answers, its conversation still tells that it answers something. */
function mayAnswer(post: WirePost, answeredId: string): boolean {
  const known = answeredPostOf(post);
  if (known !== undefined) return known === answeredId;
  return post.conversation_id !== undefined && post.conversation_id !== post.id;
}

function mediaKeysOf({ attachments }: WirePost): readonly string[] {
  return attachments?.media_keys ?? [];
}

function readable({ text, entities }: WirePost): string {
  return readableText(text, entities);
}

function textOf(post: WirePost): string {
  return comparableText(readable(post));
}
