import * as z from "zod";
import { DELIVERY_STATUSES } from "#lib/domain/engagement/delivery-status.ts";
import { type Message, unheardOf } from "#lib/domain/engagement/message.ts";
import { type StoredItem, toItem } from "../conditional-update.ts";
import { messageKey, messageOutboxKey, NOT_IN_OUTBOX } from "./keys.ts";

/** Instants are stored as ISO strings. */
const instant = z.iso.datetime().transform((text) => new Date(text));

const kind = z.enum(["comment", "mention", "direct", "review"]);

const Content = z.object({
  conversationId: z.string(),
  network: z.string(),
  channelId: z.string(),
  direction: z.enum(["inbound", "outbound"]),
  kind,
  remoteId: z.string(),
  threadRemoteId: z.string(),
  text: z.string().optional(),
  author: z.object({ remoteId: z.string(), name: z.string().optional() }).optional(),
  attachments: z.array(
    z.object({
      kind: z.enum(["image", "video", "audio", "file", "share", "story", "other"]),
      url: z.string().optional(),
    }),
  ),
  postRemoteId: z.string().optional(),
  inReplyToRemoteId: z.string().optional(),
  inReplyToMessageId: z.string().optional(),
  url: z.string().optional(),
  occurredAt: instant,
  receivedAt: instant,
  isComplete: z.boolean(),
  replyId: z.string().optional(),
});

const MessageItem = z.object({
  messageId: z.string(),
  revision: z.number(),
  content: Content.optional(),
  edit: z.object({ text: z.string(), occurredAt: instant, eventKey: z.string() }).optional(),
  deletedAt: instant.optional(),
  status: z.enum(DELIVERY_STATUSES).optional(),
  routedRevision: z.number().optional(),
  outboxShard: z.string().optional(),
});

export function toMessage(item: StoredItem): Message {
  const { outboxShard, ...message } = MessageItem.parse(item);
  return { ...unheardOf(message.messageId), ...message, isPending: outboxShard !== undefined };
}

/** Longer than networks redeliver: an edit whose message has not come by then belongs to one that we never get. */
const PARKED_DAYS = 30;

/** As stored at `now`: in the outbox while pending; forgotten some day while only things about it were told. */
export function messageItem({ isPending, ...message }: Message, now: Date): StoredItem {
  const { messageId, content } = message;
  const outbox = isPending ? messageOutboxKey(messageId, now) : NOT_IN_OUTBOX;
  const expiresAt = content ? undefined : Math.ceil(now.getTime() / 1000) + PARKED_DAYS * 86_400;
  return toItem({ ...messageKey(messageId), ...message, ...outbox, expiresAt });
}
