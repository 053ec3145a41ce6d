import { graphGet } from "../meta/graph.ts";
import { cannotKnow, isSameText, isSinceAttempt } from "../meta/own-writing.ts";
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
  const { data: listed } = await graphGet(context, {
    path: [context.channel.remoteId, "published_posts"],
    params: { fields: FIELDS, limit: LISTED_POSTS },
    answer: PublishedPosts,
  });
  const recent = listed.filter((post) => isSinceAttempt(post.created_time, sought.attemptedAt));

  for (const isOurs of evidence(sought)) {
    const [match, ...others] = recent.filter(isOurs);
    if (match && others.length > 0) return cannotKnow(`${others.length + 1} posts match`);
    if (match) return { found: true, remoteId: match.id, url: match.permalink_url };
  }
  const reachesBack = listed.length < LISTED_POSTS || recent.length < listed.length;
  return reachesBack ? { found: false, because: "absent" } : cannotKnow("too many posts since our attempt");
}

type Evidence = (post: PublishedPost) => boolean;

/** Strongest first. A link without a tag of this very publication may stand in several posts, so it proves nothing. */
function evidence({ draft, progress }: SoughtPost): Evidence[] {
  const photoIds = photoIdsOf(progress);
  const message = messageOf(draft);
  const { link } = draft;
  const isTagged = link !== undefined && URL.parse(link)?.searchParams.has("utm_content");
  return [
    (post) => attachmentsOf(post).some(({ target }) => target?.id !== undefined && photoIds.includes(target.id)),
    ...(isTagged ? [(post: PublishedPost) => attachmentsOf(post).some(({ unshimmed_url: url }) => url === link)] : []),
    (post) => isSameText(post.message, message) && (message !== "" || hasLink(post, link)),
  ];
}

function hasLink(post: PublishedPost, link: string | undefined): boolean {
  return link !== undefined && attachmentsOf(post).some(({ unshimmed_url: url }) => url === link);
}

function attachmentsOf({ attachments }: PublishedPost) {
  return (attachments?.data ?? []).flatMap((attachment) => [attachment, ...(attachment.subattachments?.data ?? [])]);
}
