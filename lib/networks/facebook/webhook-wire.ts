import * as z from "zod";
import { GraphTime } from "../meta/timestamp.ts";
import { GraphId } from "../meta/wire.ts";

/** @see https://developers.facebook.com/docs/graph-api/webhooks/reference/page#feed */
export const FeedValue = z.object({
  item: z.string(),
  verb: z.string(),
  from: z.object({ id: GraphId, name: z.string().optional() }).optional(),
  post_id: GraphId.optional(),
  comment_id: GraphId.optional(),
  parent_id: GraphId.optional(),
  message: z.string().optional(),
  created_time: GraphTime.optional(),
  edited_time: GraphTime.optional(),
  // Ornaments: in another shape than expected they must not cost us the comment.
  photo: z.string().optional().catch(undefined),
  video: z.string().optional().catch(undefined),
  post: z.object({ permalink_url: z.string().optional() }).optional().catch(undefined),
});
export type FeedValue = z.infer<typeof FeedValue>;

/** @see https://developers.facebook.com/docs/graph-api/webhooks/reference/page#mention */
export const MentionValue = z.object({
  verb: z.string(),
  post_id: GraphId,
  comment_id: GraphId.optional(),
  sender_id: GraphId.optional(),
  sender_name: z.string().optional(),
  message: z.string().optional(),
  created_time: GraphTime.optional(),
});
export type MentionValue = z.infer<typeof MentionValue>;
