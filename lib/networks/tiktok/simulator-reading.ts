import * as z from "zod";
import { invalidParam } from "./simulator-refusal.ts";
import { numbersOf, type Publish, type World } from "./simulator-world.ts";

const MOST_LISTED = 20;
const FOLLOWERS = 3_480;

const StatusRequest = z.strictObject({ publish_id: z.string().max(64) });
const ListRequest = z.strictObject({
  cursor: z.int().optional(),
  max_count: z.int().min(1).max(MOST_LISTED).default(10),
});
const QueryRequest = z.strictObject({
  filters: z.strictObject({ video_ids: z.array(z.string()).min(1).max(MOST_LISTED) }),
});

/** An id beyond 2^53 that goes out as a number: JSON of ours would round it. */
export const RAW_ID = /"raw:(\d+)"/g;

export function readStatus(body: unknown, world: World): object {
  const { publish_id } = parse(StatusRequest, body);
  const publish = world.publish(publish_id);
  if (!publish) throw invalidParam("The publish id is invalid.");
  const bytes = bytesOf(publish);
  switch (world.stageOf(publish)) {
    case "uploading":
      return { status: "PROCESSING_UPLOAD", uploaded_bytes: bytes };
    case "working":
      return publish.kind === "video"
        ? { status: "PROCESSING_UPLOAD", uploaded_bytes: bytes }
        : { status: "PROCESSING_DOWNLOAD", downloaded_bytes: bytes };
    case "failed":
      return { status: "FAILED", fail_reason: publish.failReason, uploaded_bytes: bytes };
    case "in-inbox":
      return { status: "SEND_TO_USER_INBOX", uploaded_bytes: bytes };
    case "live":
      return {
        status: "PUBLISH_COMPLETE",
        publicaly_available_post_id: world.isListed(publish) ? [`raw:${publish.postId}`] : [],
        uploaded_bytes: bytes,
      };
  }
}

function bytesOf({ upload, media }: Publish): number {
  const parts = upload ? upload.chunks : media.map(({ bytes }) => bytes);
  return parts.reduce((sum, { length }) => sum + length, 0);
}

export function readUser(url: URL, world: World): object {
  const { remoteId, displayName, handle } = world.options.channel;
  const days = Math.floor(world.now().getTime() / 86_400_000);
  const user = {
    open_id: remoteId,
    display_name: displayName,
    username: handle,
    follower_count: FOLLOWERS + (days % 1_000),
    following_count: 61,
    likes_count: 18_204,
    video_count: world.publishes.filter((publish) => world.isListed(publish)).length,
  };
  return { user: chosen(user, fieldsOf(url)) };
}

/** Newest first; the cursor is the instant before which the next page begins. */
export function listVideos(url: URL, body: unknown, world: World): object {
  const { cursor = Number.POSITIVE_INFINITY, max_count: most } = parse(ListRequest, body);
  const fields = fieldsOf(url);
  const listed = world.publishes
    .filter((publish) => world.isListed(publish) && world.publishedAt(publish).getTime() < cursor)
    .toSorted((one, other) => world.publishedAt(other).getTime() - world.publishedAt(one).getTime());
  const page = listed.slice(0, most);
  const last = page.at(-1);
  return {
    videos: page.map((publish) => chosen(wireVideo(publish, world), fields)),
    cursor: last ? world.publishedAt(last).getTime() : 0,
    has_more: listed.length > page.length,
  };
}

export function queryVideos(url: URL, body: unknown, world: World): object {
  const { filters } = parse(QueryRequest, body);
  const fields = fieldsOf(url);
  const found = filters.video_ids.flatMap((id) => world.publishOfPost(id) ?? []);
  return { videos: found.map((publish) => chosen(wireVideo(publish, world), fields)) };
}

function wireVideo(publish: Publish, world: World): Record<string, unknown> {
  const { views, likes, comments, shares } = numbersOf(publish, world);
  return {
    id: publish.postId,
    create_time: Math.floor(world.publishedAt(publish).getTime() / 1_000),
    title: publish.title ?? publish.text,
    video_description: publish.text,
    share_url: world.urlOf(publish),
    like_count: likes,
    comment_count: comments,
    share_count: shares,
    view_count: views,
  };
}

function fieldsOf(url: URL): readonly string[] {
  const fields = url.searchParams.get("fields");
  if (!fields) throw invalidParam("Fields are required.");
  return fields.split(",");
}

/** @throws Refusal for a field that TikTok does not have, or that this simulator does not know */
function chosen(object: Readonly<Record<string, unknown>>, fields: readonly string[]): object {
  const unknown = fields.filter((field) => !(field in object));
  if (unknown.length > 0) throw invalidParam(`Unknown fields: ${unknown.join(", ")}.`);
  return Object.fromEntries(fields.map((field) => [field, object[field]]));
}

function parse<Request>(schema: z.ZodType<Request>, body: unknown): Request {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  throw invalidParam("The request is invalid.");
}
