import type { Draft } from "#lib/domain/publishing/draft.ts";
import { graphGet } from "../meta/graph.ts";
import { cannotKnow, isSameText, isSinceAttempt } from "../meta/own-writing.ts";
import { readBack } from "../meta/pages.ts";
import type { FindResult, NetworkContext, SoughtPost } from "../network.ts";
import { messageOf } from "./message.ts";
import { photoIdsOf } from "./publish.ts";
import { type PublishedPost, PublishedPosts } from "./wire.ts";

/** The most that Graph lists at once. */
const LISTED_POSTS = 100;

const FIELDS = [
  "id,message,created_time,permalink_url",
  "attachments{unshimmed_url,target{id},subattachments{unshimmed_url,target{id}}}",
].join();

/**
 * Looks for our post among the page's published ones: by its photos, then by its tagged link, then by its text.
 *
 * @see https://developers.facebook.com/docs/graph-api/reference/page/published_posts
 */
export async function find(sought: SoughtPost, context: NetworkContext): Promise<FindResult> {
  const readPage = (after: string | undefined) =>
    graphGet(context, {
      path: [context.channel.remoteId, "published_posts"],
      params: { fields: FIELDS, limit: LISTED_POSTS, after },
      answer: PublishedPosts,
    });
  const isRecent = (post: PublishedPost) => isSinceAttempt(post.created_time, sought.attemptedAt);
  const { items: listed, isComplete } = await readBack(readPage, (posts) => !posts.every(isRecent));
  const recent = listed.filter(isRecent);

  for (const isOurs of certainEvidence(sought)) {
    const ours = recent.filter(isOurs);
    if (ours.length > 0) return theOnly(ours);
  }
  const alike = recent.filter((post) => hasOurText(post, sought.draft));
  if (alike.length > 0 && photoIdsOf(sought.progress).length > 0)
    return cannotKnow("a post has our text but other photos");
  if (alike.length > 0) return theOnly(alike);
  const reachesBack = isComplete || recent.length < listed.length;
  return reachesBack ? { found: false, because: "absent" } : cannotKnow("too many posts since our attempt");
}

function theOnly([post, ...others]: readonly PublishedPost[]): FindResult {
  if (!post || others.length > 0) return cannotKnow(`${others.length + 1} posts match`);
  return { found: true, remoteId: post.id, url: post.permalink_url };
}

type Evidence = (post: PublishedPost) => boolean;

/** Strongest first. A link that is not tagged for this very publication may stand in several posts. */
function certainEvidence({ draft, progress, commitKey }: SoughtPost): Evidence[] {
  const photoIds = photoIdsOf(progress);
  return [
    (post) => attachmentsOf(post).some(({ target }) => target?.id !== undefined && photoIds.includes(target.id)),
    (post) => commitKey.startsWith(`${tagOf(draft.link)}-`) && hasLink(post, draft.link),
  ];
}

/** Posts with our text that were tagged for another publication are not ours. Facebook may drop a tag, not change it. */
function hasOurText(post: PublishedPost, draft: Draft): boolean {
  const message = messageOf(draft);
  const tags = attachmentsOf(post).map(({ unshimmed_url: url }) => tagOf(url));
  if (tags.some((tag) => tag !== null && tag !== tagOf(draft.link))) return false;
  return isSameText(post.message, message) && (message !== "" || hasLink(post, draft.link));
}

function tagOf(link: string | undefined): string | null {
  return URL.parse(link ?? "")?.searchParams.get("utm_content") ?? null;
}

function hasLink(post: PublishedPost, link: string | undefined): boolean {
  return link !== undefined && attachmentsOf(post).some(({ unshimmed_url: url }) => url === link);
}

function attachmentsOf({ attachments }: PublishedPost) {
  return (attachments?.data ?? []).flatMap((attachment) => [attachment, ...(attachment.subattachments?.data ?? [])]);
}
