import * as z from "zod";
import { RemoteId, WireEntities, WirePost } from "./wire.ts";

/** Milliseconds since 1970, written as a string. */
const Timestamp = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform((written) => new Date(Number(written)));

const Media = z.object({ media_key: z.string(), type: z.string(), url: z.string().optional() });
const User = z.object({ id: z.string(), name: z.string().optional(), username: z.string().optional() });

/** What accompanies a post. A part that is not as documented must not cost us the message. */
const Includes = z.object({
  users: z.array(User).optional().catch(undefined),
  media: z.array(Media).optional().catch(undefined),
});

/**
 * The parts that we read of the X Activity API's payloads: https://docs.x.com/x-api/activity/event-payloads.
 * `user_id` of the filter is the account of ours that the subscription is for.
 */
export const WireActivity = z.object({
  event_type: z.string(),
  filter: z.object({ user_id: RemoteId }),
  payload: z.unknown(),
  includes: Includes.optional().catch(undefined),
});
export type Activity = z.output<typeof WireActivity>;

/** Here, unlike in a timeline that `find` reads, an odd part must not cost us the customer's words. */
export const ActivityPost = WirePost.extend({
  author_id: RemoteId,
  entities: WirePost.shape.entities.catch(undefined),
  attachments: WirePost.shape.attachments.catch(undefined),
  referenced_tweets: WirePost.shape.referenced_tweets.catch(undefined),
  referenced_posts: WirePost.shape.referenced_posts.catch(undefined),
});

export const DeletedPost = z.object({ id: RemoteId });

/** The envelope of direct messages is older than the rest of the API. */
export const DirectMessages = z.object({
  direct_message_events: z.array(z.unknown()).min(1),
  users: z
    .record(z.string(), z.object({ data: User }))
    .optional()
    .catch(undefined),
});

export const DirectMessage = z.object({
  id: RemoteId,
  created_timestamp: Timestamp,
  message_create: z.object({
    sender_id: RemoteId,
    target: z.object({ recipient_id: RemoteId }),
    message_data: z.object({
      text: z.string().optional(),
      entities: WireEntities.optional().catch(undefined),
      attachment: z
        .object({ media: z.object({ type: z.string(), media_url_https: z.string().optional() }) })
        .optional()
        .catch(undefined),
    }),
  }),
});

/** https://developer.x.com/en/docs/twitter-api/enterprise/account-activity-api: everything up to then was read. */
export const DirectReads = z.object({ direct_message_mark_read_events: z.array(z.unknown()).min(1) });

export const DirectRead = z.object({
  created_timestamp: Timestamp,
  sender_id: RemoteId,
  last_read_event_id: RemoteId.optional(),
});
