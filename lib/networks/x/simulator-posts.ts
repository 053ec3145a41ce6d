import * as z from "zod";
import { limits } from "./limits.ts";
import { usableMedia } from "./simulator-media.ts";
import {
  answeredPostGone,
  duplicateContent,
  invalidRequest,
  notFound,
  replyNotAllowed,
  tooLong,
} from "./simulator-refusals.ts";
import { type FieldNames, wirePost } from "./simulator-wire.ts";
import { addressesUs, comparedText, type StoredMedia, type StoredPost, type World } from "./simulator-world.ts";
import { weightedLength } from "./text.ts";

const Id = z.string().regex(/^[0-9]{1,19}$/);

/** The properties of X's CreatePostsRequest that this simulator can carry out; X refuses every unknown one. */
const CreatePost = z.strictObject({
  text: z.string().default(""),
  media: z.strictObject({ media_ids: z.array(Id).min(1).max(limits.imageCount) }).optional(),
  reply: z.strictObject({ in_reply_to_tweet_id: Id }).optional(),
});

export interface PostRules {
  readonly duplicateWindowMs: number;
}

export interface Reading {
  readonly world: World;
  readonly names: FieldNames;
}

/** Checks what X checks, in its order, and only then lets the post exist. */
export function createPost(body: unknown, world: World, rules: PostRules): StoredPost {
  const asked = CreatePost.safeParse(body);
  if (!asked.success) {
    const issue = asked.error.issues[0];
    throw invalidRequest(issue?.path.join(".") ?? "", "", `$: ${issue?.message ?? "is not valid"}`);
  }
  const { text, media, reply } = asked.data;
  const answers = reply && answerable(reply.in_reply_to_tweet_id, world);
  const pictures = (media?.media_ids ?? []).map((id) => findMedia(id, world));
  if (text.trim() === "" && pictures.length === 0) throw invalidRequest("text", "", "$.text: must not be empty.");
  if (weightedLength(text) > limits.textLength) throw tooLong();
  if (holdsDuplicate({ text, answers }, world, rules)) throw duplicateContent();
  return world.addPost({ author: world.us, text, media: pictures, answers });
}

/** https://docs.x.com/x-api/posts/manage-tweets/integrate: only who spoke to us may be answered; or we ourselves. */
function answerable(id: string, world: World): StoredPost {
  const post = world.post(id);
  if (!post) throw answeredPostGone();
  if (post.author.id !== world.us.id && !addressesUs(post, world)) throw replyNotAllowed();
  return post;
}

function findMedia(id: string, world: World): StoredMedia {
  const media = usableMedia(id, world);
  if (!media) throw invalidRequest("media.media_ids", id, "Your media IDs are invalid.");
  return media;
}

function holdsDuplicate(sent: Pick<StoredPost, "text" | "answers">, world: World, rules: PostRules): boolean {
  const since = world.now().getTime() - rules.duplicateWindowMs;
  const wanted = comparedText(sent.text);
  return world.posts.some(
    (post) =>
      wanted !== "" &&
      post.comparable === wanted &&
      post.author.id === world.us.id &&
      post.createdAt.getTime() > since &&
      post.answers?.id === sent.answers?.id,
  );
}

/** One page of our own timeline, newest first. */
export function readTimeline(url: URL, { world, names }: Reading): object {
  const size = Number(url.searchParams.get("max_results") ?? 10);
  if (!(size >= 5 && size <= 100)) {
    throw invalidRequest(
      "max_results",
      String(size),
      "The `max_results` query parameter value is not between 5 and 100",
    );
  }
  const since = Date.parse(url.searchParams.get("start_time") ?? "2010-11-06T00:00:00Z");
  const before = readToken(url.searchParams.get("pagination_token"));
  const ours = world.posts.filter(
    ({ author, createdAt, id }) =>
      author.id === world.us.id && createdAt.getTime() >= since && (before === undefined || BigInt(id) < before),
  );
  const page = ours.toReversed().slice(0, size);
  const wanted = wantedFields(url);
  const next = page.length < ours.length ? { next_token: tokenAfter(page) } : {};
  const data = page.map((post) => wirePost(post, world, { names, wanted }));
  return { ...(data.length > 0 && { data }), meta: { result_count: page.length, ...next } };
}

/** A token marks the last post of its page: what is written or removed meanwhile moves no page. */
function tokenAfter(page: readonly StoredPost[]): string {
  return `b${page.at(-1)?.id}`;
}

function readToken(token: string | null): bigint | undefined {
  if (token === null) return undefined;
  const [, id] = /^b(\d+)$/.exec(token) ?? [];
  if (id === undefined) throw invalidRequest("pagination_token", token, "The pagination_token is not valid");
  return BigInt(id);
}

const PRIVATE_NUMBERS_LIVE_MS = 30 * 24 * 60 * 60_000;

/** X leaves out a post when it is asked for private numbers that it no longer gives. */
export function readPost(id: string, url: URL, { world, names }: Reading): object {
  const post = world.post(id);
  if (!post) return notFound("tweet", id);
  const wanted = wantedFields(url);
  const ageMs = world.now().getTime() - post.createdAt.getTime();
  const isPrivate = post.author.id !== world.us.id || ageMs > PRIVATE_NUMBERS_LIVE_MS;
  if (!wanted.has("non_public_metrics") || !isPrivate) return { data: wirePost(post, world, { names, wanted }) };
  return {
    errors: [
      {
        resource_id: id,
        parameter: "id",
        resource_type: "tweet",
        section: "data",
        field: "non_public_metrics",
        title: "Field Authorization Error",
        value: id,
        detail: `Sorry, you are not authorized to access 'non_public_metrics' on the Tweet with id: [${id}].`,
        type: "https://api.x.com/2/problems/not-authorized-for-field",
      },
    ],
  };
}

function wantedFields(url: URL): ReadonlySet<string> {
  const listed = url.searchParams.get("tweet.fields") ?? url.searchParams.get("post.fields") ?? "";
  return new Set(listed.split(","));
}
