import * as z from "zod";
import { GraphTime } from "../meta/timestamp.ts";
import { GraphId } from "../meta/wire.ts";

/**
 * The documents call the comment's own id `id` in one place and `comment_id` in another; both arrive.
 *
 * @see https://developers.facebook.com/docs/graph-api/webhooks/reference/instagram#comments
 */
export const CommentValue = z.object({
  id: GraphId.optional(),
  comment_id: GraphId.optional(),
  parent_id: GraphId.optional(),
  text: z.string().default(""),
  from: z.object({ id: GraphId, username: z.string().optional() }).optional(),
  media: z.object({ id: GraphId }).optional(),
  timestamp: GraphTime.optional(),
});

/** Digits only: they become part of a field expression of the hydrating call. */
const NumericId = z.string().regex(/^\d+$/);

/** @see https://developers.facebook.com/docs/graph-api/webhooks/reference/instagram#mentions */
export const MentionValue = z.object({ media_id: NumericId, comment_id: NumericId.optional() });
