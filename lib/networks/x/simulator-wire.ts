import { numbersOf, type Person, type StoredDirect, type StoredPost, type World } from "./simulator-world.ts";
import { urlsIn } from "./text.ts";

/** `old`: the spelling until description 2.166, `new`: since 2.167. */
export type FieldNames = "old" | "new";

interface UrlEntity {
  start: number;
  end: number;
  url: string;
  expanded_url: string;
  display_url: string;
  media_key?: string;
}

/** A post as X gives it back; `wanted` are the fields that were asked for. */
export function wirePost(
  post: StoredPost,
  world: World,
  { names, wanted }: { names: FieldNames; wanted: ReadonlySet<string> },
) {
  const { text, urls } = wireText(post, world);
  const historyKey = names === "old" ? "edit_history_tweet_ids" : "edit_history_post_ids";
  const optional = { ...optionalFields(post, urls, text), ...numberFields(post, world, names) };
  const referencesKey = names === "old" ? "referenced_tweets" : "referenced_posts";
  const asked = Object.entries(optional).filter(([name, value]) => value !== undefined && wanted.has(name));
  const isReferenceWanted = wanted.has("referenced_tweets") || wanted.has("referenced_posts");
  const references = isReferenceWanted && post.answers ? [{ type: "replied_to", id: post.answers.id }] : undefined;
  const always = { id: post.id, text, [historyKey]: [post.id] };
  return { ...always, ...Object.fromEntries(asked), ...(references && { [referencesKey]: references }) };
}

/** What an activity carries: every public field, under the old names, as in X's samples. */
export function activityPost(post: StoredPost, world: World) {
  const wanted = new Set([
    "created_at",
    "author_id",
    "conversation_id",
    "entities",
    "public_metrics",
    "referenced_tweets",
  ]);
  const answered = post.answers && {
    in_reply_to_tweet_id: post.answers.id,
    in_reply_to_user_id: post.answers.author.id,
  };
  const base = { paid_partnership: false, possibly_sensitive: false, reply_settings: "everyone", lang: "und" };
  return { ...base, ...wirePost(post, world, { names: "old", wanted }), ...answered };
}

export function wireUser({ id, name, username }: Person) {
  return { id, name, username, protected: false, verified: false, verified_type: "none" };
}

export function wireDirect({ id, sender, recipient, text, createdAt }: StoredDirect, world: World) {
  return {
    id,
    event_type: "MessageCreate",
    text: shortenLinks(text, world).text,
    sender_id: sender.id,
    dm_conversation_id: conversationOf(sender, recipient),
    created_at: createdAt.toISOString(),
    entities: { urls: shortenLinks(text, world).urls },
  };
}

export function conversationOf(one: Person, other: Person): string {
  return [one.id, other.id].toSorted().join("-");
}

function optionalFields(post: StoredPost, urls: readonly UrlEntity[], text: string) {
  const mentions = [...text.matchAll(/@(\w{1,15})/gu)].map(({ index, 0: whole, 1: username }) => ({
    start: codePoints(text.slice(0, index)),
    end: codePoints(text.slice(0, index + whole.length)),
    username,
  }));
  const entities = { ...(urls.length > 0 && { urls }), ...(mentions.length > 0 && { mentions }) };
  return {
    created_at: `${post.createdAt.toISOString().slice(0, 19)}.000Z`,
    author_id: post.author.id,
    conversation_id: post.conversationId,
    in_reply_to_user_id: post.answers?.author.id,
    entities: Object.keys(entities).length > 0 ? entities : undefined,
    attachments: post.media.length > 0 ? { media_keys: post.media.map(({ key }) => key) } : undefined,
  };
}

function numberFields(post: StoredPost, world: World, names: FieldNames) {
  const numbers = numbersOf(post, world);
  const sharesKey = names === "old" ? "retweet_count" : "repost_count";
  const engagements = numbers.likes + numbers.shares + numbers.replies + numbers.clicks;
  return {
    public_metrics: {
      [sharesKey]: numbers.shares,
      reply_count: numbers.replies,
      like_count: numbers.likes,
      quote_count: 0,
      bookmark_count: numbers.bookmarks,
      impression_count: numbers.impressions,
    },
    non_public_metrics: {
      impression_count: numbers.impressions,
      url_link_clicks: numbers.clicks,
      user_profile_clicks: 0,
      engagements,
    },
  };
}

/** Links are shortened, the media become one more link at the end, and three characters are escaped. */
function wireText(post: StoredPost, world: World): { readonly text: string; readonly urls: readonly UrlEntity[] } {
  const { text, urls } = shortenLinks(addressee(post) + post.text, world);
  if (post.media.length === 0) return { text, urls };
  const address = `https://x.com/${post.author.username}/status/${post.id}/photo/`;
  const url = world.shorten(address);
  const written = text === "" ? url : `${text} ${url}`;
  const end = codePoints(written);
  const pictures = post.media.map(({ key }, index) => ({
    start: end - url.length,
    end,
    url,
    expanded_url: `${address}${index + 1}`,
    display_url: `pic.x.com/${url.slice(-10)}`,
    media_key: key,
  }));
  return { text: written, urls: [...urls, ...pictures] };
}

/** X puts the name of who is answered in front of an answer. */
function addressee({ answers, author }: StoredPost): string {
  return answers && answers.author.id !== author.id ? `@${answers.author.username} ` : "";
}

function shortenLinks(written: string, world: World): { readonly text: string; readonly urls: UrlEntity[] } {
  const normal = written.normalize("NFC");
  const urls: UrlEntity[] = [];
  let text = "";
  let done = 0;
  for (const { url: address, indices } of urlsIn(normal)) {
    text += escapeCharacters(normal.slice(done, indices[0]));
    const expanded = asciiAddress(/^https?:/i.test(address) ? address : `http://${address}`);
    const url = world.shorten(expanded);
    const start = codePoints(text);
    const display = expanded.replace(/^https?:\/\//i, "").slice(0, 30);
    urls.push({ start, end: start + url.length, url, expanded_url: expanded, display_url: display });
    text += url;
    done = indices[1];
  }
  return { text: text + escapeCharacters(normal.slice(done)), urls };
}

function asciiAddress(address: string): string {
  return address.replaceAll(/[^\x21-\x7e]+/gu, encodeURIComponent);
}

function escapeCharacters(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function codePoints(text: string): number {
  return [...text].length;
}
