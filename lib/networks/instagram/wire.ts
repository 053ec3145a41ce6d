import * as z from "zod";
import { GraphTime } from "../meta/timestamp.ts";
import { GraphId, Paging } from "../meta/wire.ts";

/** @see https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-container */
export const ContainerState = z.object({
  status_code: z.enum(["IN_PROGRESS", "FINISHED", "PUBLISHED", "ERROR", "EXPIRED"]),
  /** Prose; on ERROR it ends with the subcode. */
  status: z.string().optional(),
});
export type ContainerState = z.infer<typeof ContainerState>;

/** @see https://developers.facebook.com/docs/instagram-platform/reference/instagram-media */
export const MediaState = z.object({ permalink: z.string().optional() });

/** @see https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media */
export const MediaList = z.object({
  data: z.array(
    z.object({
      id: GraphId,
      caption: z.string().default(""),
      timestamp: GraphTime,
      media_type: z.string().optional(),
      permalink: z.string().optional(),
    }),
  ),
  paging: Paging,
});

const WrittenComment = z.object({
  id: GraphId,
  text: z.string().default(""),
  timestamp: GraphTime,
  username: z.string().optional(),
  from: z.object({ id: GraphId }).optional(),
});

/** @see https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-comment/replies */
export const CommentList = z.object({ data: z.array(WrittenComment), paging: Paging });
export type CommentList = z.infer<typeof CommentList>;

/** @see https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/mentioned_comment */
export const MentionedComment = z.object({
  mentioned_comment: z.object({
    text: z.string().default(""),
    timestamp: GraphTime.optional(),
    username: z.string().optional(),
    media: z.object({ permalink: z.string().optional() }).optional(),
    replies: CommentList.optional(),
  }),
});

/** @see https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/mentioned_media */
export const MentionedMedia = z.object({
  mentioned_media: z.object({
    caption: z.string().default(""),
    timestamp: GraphTime.optional(),
    username: z.string().optional(),
    permalink: z.string().optional(),
    comments: CommentList.optional(),
  }),
});

/** @see https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user */
export const ProfileCounts = z.object({ followers_count: z.number().optional(), media_count: z.number().optional() });

export const MediaCounts = z.object({ like_count: z.number().optional(), comments_count: z.number().optional() });

/** @see https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/content_publishing_limit */
export const PublishingLimit = z.object({
  data: z.array(
    z.object({
      quota_usage: z.int().nonnegative(),
      config: z.object({ quota_total: z.int().positive(), quota_duration: z.int().positive() }),
    }),
  ),
});
