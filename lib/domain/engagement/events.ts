import * as z from "zod";

/** Events of the engagement stream, version 1. Ids and kinds only: no texts, no names. */
const message = {
  version: z.literal(1),
  messageId: z.string(),
  conversationId: z.string(),
  network: z.string(),
  channelId: z.string(),
  kind: z.enum(["comment", "mention", "direct", "review"]),
  occurredAt: z.iso.datetime(),
};

/** A customer wrote. Once for each message. */
export const MessageReceived = z.object({ ...message, receivedAt: z.iso.datetime() });

/** The customer-service queue took a message, or a change of one. */
export const MessageRouted = z.object({
  ...message,
  event: z.enum(["created", "edited", "deleted"]),
  revision: z.int().positive(),
});

const reply = {
  version: z.literal(1),
  replyId: z.string(),
  conversationId: z.string(),
  network: z.string().optional(),
  channelId: z.string().optional(),
};

/** Our answer is on the network. */
export const ReplySent = z.object({
  ...reply,
  remoteId: z.string(),
  url: z.string().optional(),
  sentAt: z.iso.datetime(),
});

/** The answer was not sent and will not be. `reason` is for the agent who wrote it. */
export const ReplyFailed = z.object({
  ...reply,
  replyId: z.string().optional(),
  conversationId: z.string().optional(),
  reason: z.string(),
});

/** Only a person can tell whether the answer is on the network. */
export const ReplyInReview = z.object({ ...reply, reason: z.string() });

/** By the `detail-type` under which each goes onto the bus. */
export const engagementEvents = { MessageReceived, MessageRouted, ReplySent, ReplyFailed, ReplyInReview } as const;
