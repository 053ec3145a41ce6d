import * as z from "zod";
import type { LiveMedia } from "../simulator.ts";
import { limits, PHOTO_TEXT_LENGTH, PHOTO_TITLE_LENGTH } from "./limits.ts";
import { PRIVATE_ACCOUNT } from "./simulator-behaviour.ts";
import { forbidden, invalidParam } from "./simulator-refusal.ts";
import type { Publish, UploadPlace, World } from "./simulator-world.ts";
import { UPLOAD_ORIGIN } from "./wire.ts";

const DAY_MS = 24 * 60 * 60_000;
const ADDRESS_LIVES_MS = 60 * 60_000;

/** TikTok's 5 and 64 MB; the last chunk may have 128. */
const CHUNK = { min: 5 * 1024 * 1024, max: 64 * 1024 * 1024, mostCount: 1_000 };

const PrivacyLevel = z.enum(["PUBLIC_TO_EVERYONE", "MUTUAL_FOLLOW_FRIENDS", "FOLLOWER_OF_CREATOR", "SELF_ONLY"]);
const flag = z.boolean().optional();

const VideoRequest = z.strictObject({
  post_info: z.strictObject({
    title: z.string().max(limits.textLength).optional(),
    privacy_level: PrivacyLevel,
    disable_duet: flag,
    disable_comment: flag,
    disable_stitch: flag,
    video_cover_timestamp_ms: z.int().nonnegative().optional(),
    brand_content_toggle: flag,
    brand_organic_toggle: flag,
    is_aigc: flag,
  }),
  source_info: z.strictObject({
    source: z.literal("FILE_UPLOAD"),
    video_size: z.int().min(1).max(limits.videoBytes),
    chunk_size: z.int().min(1),
    total_chunk_count: z.int().min(1).max(CHUNK.mostCount),
  }),
});

const PhotoRequest = z.strictObject({
  media_type: z.literal("PHOTO"),
  post_mode: z.literal("DIRECT_POST"),
  post_info: z.strictObject({
    title: z.string().max(PHOTO_TITLE_LENGTH).optional(),
    description: z.string().max(PHOTO_TEXT_LENGTH).optional(),
    privacy_level: PrivacyLevel,
    disable_comment: flag,
    auto_add_music: flag,
    brand_content_toggle: flag,
    brand_organic_toggle: flag,
  }),
  source_info: z.strictObject({
    source: z.literal("PULL_FROM_URL"),
    photo_images: z.array(z.url()).min(1).max(limits.imageCount),
    photo_cover_index: z.int().min(0),
  }),
});

export function creatorInfo(world: World): object {
  const { behaviour, options } = world;
  admit(world, 200);
  return {
    creator_avatar_url: "https://p16.example/avatar.webp",
    creator_username: options.channel.handle,
    creator_nickname: options.channel.displayName,
    privacy_level_options: behaviour.privacyOptions,
    comment_disabled: false,
    duet_disabled: false,
    stitch_disabled: true,
    max_video_post_duration_sec: behaviour.mostVideoSeconds,
  };
}

export function initVideo(body: unknown, world: World): object {
  const { post_info: info, source_info: source } = parse(VideoRequest, body);
  requireChunks(source);
  requireVisiblePartner(info);
  admit(world);
  requirePrivacy(info.privacy_level, world);
  const upload: UploadPlace = {
    token: Math.floor(world.random() * 2 ** 48).toString(36),
    until: new Date(world.now().getTime() + ADDRESS_LIVES_MS),
    sizeBytes: source.video_size,
    chunkBytes: source.chunk_size,
    chunkCount: source.total_chunk_count,
    chunks: [],
  };
  const { id } = add({ kind: "video", text: info.title ?? "", privacy: info.privacy_level, upload }, world);
  return { publish_id: id, upload_url: `${UPLOAD_ORIGIN}/video/?upload_id=${id}&upload_token=${upload.token}` };
}

/** TikTok fetches the photos at once, and works on them. */
export async function initPhotos(body: unknown, world: World): Promise<object> {
  const { post_info: info, source_info: source } = parse(PhotoRequest, body);
  requireVisiblePartner(info);
  admit(world);
  requirePrivacy(info.privacy_level, world);
  const { ownedPrefixes } = world.behaviour;
  for (const address of source.photo_images) {
    if (!ownedPrefixes.some((prefix) => address.startsWith(prefix))) throw forbidden("url_ownership_unverified");
  }
  if (source.photo_cover_index >= source.photo_images.length) throw invalidParam("photo_cover_index is out of range.");
  const fetched = await Promise.all(source.photo_images.map((address) => fetchPhoto(address, world)));
  const { description: text = "", title, privacy_level: privacy } = info;
  const publish = add({ kind: "photos", text, title, privacy }, world);
  publish.takenAt = world.now();
  publish.media = fetched.flatMap((photo) => photo ?? []);
  if (publish.media.length < fetched.length) publish.failReason = "photo_pull_failed";
  if (publish.media.some(({ contentType }) => !limits.imageTypes.includes(contentType))) {
    publish.failReason = "file_format_check_failed";
  }
  return { publish_id: publish.id };
}

async function fetchPhoto(address: string, { options }: World): Promise<LiveMedia | undefined> {
  const found = await options.fetchMedia(new URL(address)).catch(() => undefined);
  return found && { kind: "image", contentType: found.contentType, bytes: found.bytes };
}

type Wanted = Pick<Publish, "kind" | "text" | "title" | "privacy" | "upload">;

function add(wanted: Wanted, world: World): Publish {
  const postId = world.newId();
  const id = `${wanted.kind === "video" ? "v_pub_file" : "p_pub_url"}~v2-1.${postId}`;
  const publish: Publish = { ...wanted, id, media: [], appeal: world.random(), postId };
  world.publishes.push(publish);
  return publish;
}

function parse<Request>(schema: z.ZodType<Request>, body: unknown): Request {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  throw invalidParam(`The request is invalid: ${z.prettifyError(read.error).slice(0, 200)}`);
}

/** https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide */
function requireChunks(source: z.output<typeof VideoRequest>["source_info"]): void {
  const { video_size: size, chunk_size: chunk, total_chunk_count: count } = source;
  const isWhole = count === 1 && chunk === size;
  if (isWhole && size <= CHUNK.max) return;
  const isInBounds = chunk >= CHUNK.min && chunk <= CHUNK.max;
  if (!isInBounds || count !== Math.floor(size / chunk))
    throw invalidParam("The chunk size or chunk count is invalid.");
}

function requireVisiblePartner(info: {
  readonly privacy_level: string;
  readonly brand_content_toggle?: boolean;
}): void {
  if (info.brand_content_toggle && info.privacy_level === "SELF_ONLY") {
    throw invalidParam("Branded content visibility cannot be set to private.");
  }
}

/** Whether this account, app and day take a post at all. */
function admit(world: World, status: 200 | 403 = 403): void {
  const { isBanned, isUserCapReached, postsPerDay } = world.behaviour;
  if (isBanned) throw forbidden("spam_risk_user_banned_from_posting", status);
  if (isUserCapReached) throw forbidden("reached_active_user_cap", status);
  const since = world.now().getTime() - DAY_MS;
  const taken = world.publishes.filter(
    ({ takenAt, failReason }) => takenAt && takenAt.getTime() > since && !failReason,
  );
  if (taken.length >= postsPerDay) throw forbidden("spam_risk_too_many_posts", status);
}

function requirePrivacy(level: string, { behaviour }: World): void {
  const { privacyOptions, isAudited } = behaviour;
  if (!isAudited && (level !== "SELF_ONLY" || !isPrivateAccount(privacyOptions))) {
    throw forbidden("unaudited_client_can_only_post_to_private_accounts");
  }
  if (!privacyOptions.includes(level)) throw forbidden("privacy_level_option_mismatch");
}

function isPrivateAccount(options: readonly string[]): boolean {
  return PRIVATE_ACCOUNT.every((level) => options.includes(level));
}
