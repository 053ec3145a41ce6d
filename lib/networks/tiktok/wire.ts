import * as z from "zod";

/** The parts that we read of TikTok's API for developers, version 2 (https://developers.tiktok.com/doc). */
export const API_ORIGIN = "https://open.tiktokapis.com";

/** https://developers.tiktok.com/doc/oauth-user-access-token-management */
export const TOKEN_PATH = "/v2/oauth/token/";

/** Where videos go. Only the address that TikTok gives is used; the laptop must know its origin. */
export const UPLOAD_ORIGIN = "https://open-upload.tiktokapis.com";

/** https://developers.tiktok.com/doc/tiktok-api-v2-error-handling. A success has the code `ok`. */
export const ErrorEnvelope = z.object({
  error: z.object({
    code: z.string(),
    message: z.string().default(""),
    log_id: z.string().optional(),
  }),
});

/** https://developers.tiktok.com/doc/content-posting-api-reference-query-creator-info */
export const CreatorInfo = z.object({
  data: z.object({
    privacy_level_options: z.array(z.string()),
    comment_disabled: z.boolean().default(false),
    duet_disabled: z.boolean().default(false),
    stitch_disabled: z.boolean().default(false),
    max_video_post_duration_sec: z.number().positive().optional(),
  }),
});
export type CreatorInfo = z.output<typeof CreatorInfo>["data"];

const PublishId = z.string().min(1).max(64);

/** https://developers.tiktok.com/doc/content-posting-api-reference-direct-post */
export const VideoInit = z.object({ data: z.object({ publish_id: PublishId, upload_url: z.url().max(2_000) }) });

/** https://developers.tiktok.com/doc/content-posting-api-reference-photo-post */
export const PhotoInit = z.object({ data: z.object({ publish_id: PublishId }) });

/** https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status */
export const PublishState = z.object({
  data: z.object({
    status: z.enum(["PROCESSING_UPLOAD", "PROCESSING_DOWNLOAD", "SEND_TO_USER_INBOX", "PUBLISH_COMPLETE", "FAILED"]),
    fail_reason: z.string().default(""),
    uploaded_bytes: z.number().optional(),
    /** TikTok's spelling. Only of a public post, and only once somebody has looked at it. */
    publicaly_available_post_id: z.array(z.string()).default([]),
  }),
});
export type PublishState = z.output<typeof PublishState>["data"];

const count = z.int().nonnegative().optional().catch(undefined);

/** https://developers.tiktok.com/doc/tiktok-api-v2-video-object */
export const VideoList = z.object({
  data: z.object({
    videos: z
      .array(
        z.object({
          id: z.string(),
          /** Seconds. */
          create_time: z.number().default(0),
          title: z.string().default(""),
          video_description: z.string().default(""),
          share_url: z.string().optional(),
          like_count: count,
          comment_count: count,
          share_count: count,
          view_count: count,
        }),
      )
      .default([]),
    cursor: z.number().optional(),
    has_more: z.boolean().default(false),
  }),
});
export type ListedVideo = z.output<typeof VideoList>["data"]["videos"][number];

/** https://developers.tiktok.com/doc/tiktok-api-v2-user-object */
export const Ourselves = z.object({ data: z.object({ user: z.object({ open_id: z.string() }) }) });
export const UserNumbers = z.object({
  data: z.object({ user: z.object({ follower_count: count, video_count: count }) }),
});

/** The id of a post is a number beyond 2^53, which `JSON.parse` would round: it becomes a text first. */
export function readJson(text: string): unknown {
  const spelled = text.replaceAll(
    /("publicaly_available_post_id"\s*:\s*\[)([\d,\s]+)\]/g,
    (_, head: string, ids: string) => `${head}${ids.replaceAll(/\d+/g, '"$&"')}]`,
  );
  try {
    return JSON.parse(spelled);
  } catch {
    return undefined;
  }
}
