import * as z from "zod";
import { GraphTime } from "../meta/timestamp.ts";
import { GraphId, Paging } from "../meta/wire.ts";

/** @see https://developers.facebook.com/docs/graph-api/reference/page/feed */
export const PublishedObject = z.object({ id: GraphId, permalink_url: z.string().optional() });

/** @see https://developers.facebook.com/docs/graph-api/reference/pagepost */
export const PostState = z.object({ is_published: z.boolean().optional(), permalink_url: z.string().optional() });

const Attachment = z.object({
  unshimmed_url: z.string().optional(),
  target: z.object({ id: GraphId.optional() }).optional(),
});

/** @see https://developers.facebook.com/docs/graph-api/reference/page/published_posts */
export const PublishedPosts = z.object({
  data: z.array(
    z.object({
      id: GraphId,
      message: z.string().default(""),
      created_time: GraphTime,
      permalink_url: z.string().optional(),
      attachments: z
        .object({
          data: z.array(Attachment.extend({ subattachments: z.object({ data: z.array(Attachment) }).optional() })),
        })
        .optional(),
    }),
  ),
  paging: Paging,
});
export type PublishedPost = z.infer<typeof PublishedPosts>["data"][number];

/** @see https://developers.facebook.com/docs/graph-api/reference/object/comments */
export const Comments = z.object({
  data: z.array(
    z.object({
      id: GraphId,
      message: z.string().default(""),
      created_time: GraphTime,
      permalink_url: z.string().optional(),
      from: z.object({ id: GraphId }).optional(),
    }),
  ),
  paging: Paging,
});

/** @see https://developers.facebook.com/docs/graph-api/reference/page */
export const PageCounts = z.object({ followers_count: z.number().optional(), fan_count: z.number().optional() });

const Summary = z.object({ summary: z.object({ total_count: z.number() }) });

/** @see https://developers.facebook.com/docs/graph-api/reference/pagepost */
export const PostCounts = z.object({
  reactions: Summary.optional(),
  comments: Summary.optional(),
  /** Absent while nobody has shared the post. */
  shares: z.object({ count: z.number() }).optional(),
});

/** Whom a token speaks for. @see https://developers.facebook.com/docs/pages-api/getting-started */
export const Ourselves = z.object({ id: GraphId, name: z.string().optional() });
