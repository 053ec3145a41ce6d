import * as z from "zod";

/**
 * The parts that we read of X API v2 (https://docs.x.com/x-api). X is renaming its public fields (`tweet…` to
 * `post…`, `retweet…` to `repost…`) without a date: every reader here takes both spellings.
 */
export const API_ORIGIN = "https://api.x.com";

/** https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token */
export const TOKEN_PATH = "/2/oauth2/token";

/** X's description 2.167 calls it `post.fields`; its prose and its servers still go by the old name. */
export const POST_FIELDS_PARAMETER = "tweet.fields";

export const RemoteId = z.string().regex(/^\d{1,19}$/);

/** @see https://docs.x.com/x-api/users/get-my-user */
export const Ourselves = z.object({ data: z.object({ id: RemoteId }) });

const count = z.int().nonnegative().optional().catch(undefined);

export const WireEntities = z.object({
  urls: z
    .array(
      z.object({
        url: z.string().nullish(),
        expanded_url: z.string().nullish(),
        media_key: z.string().nullish(),
      }),
    )
    .nullish(),
});
export type WireEntities = z.output<typeof WireEntities>;

const References = z.array(z.object({ type: z.string(), id: z.string() }));

/** https://docs.x.com/x-api/fundamentals/data-dictionary#tweet */
export const WirePost = z.object({
  id: RemoteId,
  text: z.string(),
  author_id: z.string().optional(),
  conversation_id: z.string().optional(),
  created_at: z.string().optional(),
  in_reply_to_user_id: z.string().optional(),
  in_reply_to_tweet_id: z.string().optional(),
  in_reply_to_post_id: z.string().optional(),
  referenced_tweets: References.optional(),
  referenced_posts: References.optional(),
  entities: WireEntities.optional(),
  attachments: z.object({ media_keys: z.array(z.string()).nullish() }).optional(),
});
export type WirePost = z.output<typeof WirePost>;

export const CreatedPost = z.object({ data: z.object({ id: RemoteId }) });

export const PostPage = z.object({
  data: z.array(WirePost).default([]),
  meta: z.object({ next_token: z.string().optional() }).default({}),
});

/** https://docs.x.com/x-api/media/upload-media */
export const UploadedMedia = z.object({
  data: z.object({
    id: z.string().min(1),
    media_key: z.string().optional(),
    expires_after_secs: z.number().optional(),
  }),
});

export const DescribedMedia = z.object({ data: z.object({ id: z.string() }) });

/** https://docs.x.com/x-api/direct-messages/create-dm-message-by-participant-id */
export const CreatedDirectMessage = z.object({ data: z.object({ dm_event_id: z.string().min(1) }) });

export const DirectMessagePage = z.object({
  data: z
    .array(
      z.object({
        id: RemoteId,
        sender_id: z.string().optional(),
        created_at: z.string().optional(),
        text: z.string().default(""),
        entities: WireEntities.optional(),
      }),
    )
    .default([]),
});

/** https://docs.x.com/x-api/fundamentals/metrics */
export const PostNumbers = z.object({
  data: z
    .object({
      public_metrics: z
        .object({
          like_count: count,
          reply_count: count,
          retweet_count: count,
          repost_count: count,
          bookmark_count: count,
          impression_count: count,
        })
        .optional(),
      non_public_metrics: z.object({ impression_count: count, url_link_clicks: count, engagements: count }).optional(),
    })
    .optional(),
});

export const UserNumbers = z.object({
  data: z.object({
    public_metrics: z.object({ followers_count: count, tweet_count: count, post_count: count }),
  }),
});

/** https://docs.x.com/x-api/fundamentals/response-codes-and-errors */
export const Problem = z.object({
  type: z.string().optional(),
  title: z.string().optional(),
  detail: z.string().optional(),
  errors: z.array(z.object({ code: z.number().optional(), message: z.string().optional() })).optional(),
});
export type Problem = z.output<typeof Problem>;

/** What a post answers, quotes or repeats, under either name. */
export function referencesOf(post: WirePost): readonly { readonly type: string; readonly id: string }[] {
  return post.referenced_tweets ?? post.referenced_posts ?? [];
}

export function answeredPostOf(post: WirePost): string | undefined {
  const named = post.in_reply_to_tweet_id ?? post.in_reply_to_post_id;
  return named ?? referencesOf(post).find(({ type }) => type === "replied_to")?.id;
}

/** X's ids carry the millisecond at which they were made, counted from 2010-11-04T01:42:54.657Z. */
export function instantOfId(id: string): Date {
  return new Date(Number(BigInt(id) >> 22n) + 1_288_834_974_657);
}

/** When a thing was made: as X says it or, where X leaves it out, as the id says it. */
export function instantOf({ id, created_at: createdAt }: { id: string; created_at?: string }): Date {
  const told = new Date(createdAt ?? Number.NaN);
  return Number.isNaN(told.getTime()) ? instantOfId(id) : told;
}
