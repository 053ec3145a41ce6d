import * as z from "zod";

/** Just the parts that we read, each with the address of its documentation. The origin is always the real one. */
export const API_ORIGIN = "https://api.sample.example";

/** https://docs.sample.example/posts */
export const CreatedPost = z.object({ id: z.string().min(1), url: z.url().optional() });

export const PostList = z.object({
  posts: z.array(
    z.object({
      id: z.string(),
      url: z.url().optional(),
      text: z.string(),
      imageCount: z.number(),
      createdAt: z.iso.datetime(),
    }),
  ),
});

/** https://docs.sample.example/images */
export const UploadedImage = z.object({ id: z.string().min(1), expiresAt: z.iso.datetime() });

/** https://docs.sample.example/answers */
export const CreatedAnswer = z.object({ id: z.string().min(1) });

export const AnswerList = z.object({
  answers: z.array(z.object({ id: z.string(), text: z.string(), createdAt: z.iso.datetime() })),
});

/** https://docs.sample.example/comments: those directly below a post or a comment. */
export const CommentList = z.object({
  comments: z.array(z.object({ id: z.string(), isOurs: z.boolean(), text: z.string(), createdAt: z.iso.datetime() })),
});

/** https://docs.sample.example/numbers. A number that is missing or odd must not cost us the others. */
const count = z.int().nonnegative().optional().catch(undefined);

export const PostNumbers = z.object({ views: count, likes: count, shares: count, comments: count });

export const ChannelNumbers = z.object({ followers: count, posts: count });

/** https://docs.sample.example/errors */
export const Failure = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** https://docs.sample.example/webhooks */
export const Delivery = z.object({ events: z.array(z.unknown()) });

export const MessageEvent = z.object({
  type: z.enum(["comment", "mention", "direct"]),
  channelId: z.string(),
  messageId: z.string(),
  threadId: z.string(),
  postId: z.string().optional(),
  author: z.object({ id: z.string(), name: z.string().optional() }),
  text: z.string(),
  at: z.iso.datetime(),
});
