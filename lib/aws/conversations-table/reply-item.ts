import * as z from "zod";
import type { Reply } from "#lib/domain/engagement/reply.ts";

/** Instants are stored as ISO strings. */
const instant = z.iso.datetime().transform((text) => new Date(text));

/** A reply as it lies in the table; attributes that only the table knows (keys, index) are left out. */
export const ReplyItem: z.ZodType<Reply> = z.object({
  replyId: z.string(),
  conversationId: z.string(),
  messageId: z.string().optional(),
  text: z.string(),
  requestedAt: instant,
  state: z.enum(["waiting", "sending", "uncertain", "review", "sent", "failed"]),
  nextStepAt: instant.optional(),
  history: z.array(
    z.object({
      at: instant,
      what: z.string(),
      by: z.string(),
      detail: z.string().optional(),
      traceId: z.string().optional(),
    }),
  ),
  claimId: z.string(),
  attempt: z.number(),
  fence: z.number(),
  leaseUntil: instant.optional(),
  intentAt: instant.optional(),
  settledAt: instant.optional(),
  probeCount: z.number(),
  target: z
    .object({
      messageId: z.string(),
      network: z.string(),
      channelId: z.string(),
      kind: z.enum(["comment", "mention", "direct", "review"]),
      messageRemoteId: z.string(),
      threadRemoteId: z.string(),
      postRemoteId: z.string().optional(),
      authorRemoteId: z.string().optional(),
      authorName: z.string().optional(),
      lastInboundAt: instant,
    })
    .optional(),
  remoteId: z.string().optional(),
  url: z.string().optional(),
  sentAt: instant.optional(),
  reason: z.string().optional(),
});
