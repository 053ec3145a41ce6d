import type { ItemKey } from "../conditional-update.ts";

/**
 * The items of the conversations table:
 *
 * | pk | sk | item |
 * |---|---|---|
 * | `MESSAGE#<messageId>` | `MESSAGE` | a message; the id alone finds it, because an edit or a deletion tells no conversation |
 * | `CONVERSATION#<conversationId>` | `IN#` or `OUT#`, instant, `#<messageId>` | lists a message in its conversation |
 * | `CONVERSATION#<conversationId>` | `RECEIPTS` | what the other person has received and read |
 * | `INBOX#<channelId>#<day>` | `<conversationId>` | lists a conversation in its channel's day |
 * | `REPLY#<replyId>` | `REPLY` | an answer of ours |
 *
 * Listing is by such small items rather than by an index: they are plain puts that commute, and cost one write each
 * only when a message is new. Index `outbox`: `outboxShard`, `outboxSort`, on messages and replies that need work.
 */
export const messageKey = (messageId: string): ItemKey => ({ pk: `MESSAGE#${messageId}`, sk: "MESSAGE" });

export const replyKey = (replyId: string): ItemKey => ({ pk: `REPLY#${replyId}`, sk: "REPLY" });

export const receiptsKey = (conversationId: string): ItemKey => ({
  pk: conversationPartition(conversationId),
  sk: "RECEIPTS",
});

export const conversationPartition = (conversationId: string) => `CONVERSATION#${conversationId}`;

export const inboxPartition = (channelId: string, day: string) => `INBOX#${channelId}#${day}`;

/** Sort keys of one direction begin with this. */
export const ENTRY_PREFIX = { inbound: "IN#", outbound: "OUT#" } as const;

export const entrySort = (direction: keyof typeof ENTRY_PREFIX, occurredAt: Date, messageId: string) =>
  `${ENTRY_PREFIX[direction]}${occurredAt.toISOString()}#${messageId}`;

/** What an item in the index `outbox` has; both undefined for one that needs no work. */
export interface OutboxKey {
  readonly outboxShard: string | undefined;
  readonly outboxSort: string | undefined;
}

export const NOT_IN_OUTBOX: OutboxKey = { outboxShard: undefined, outboxSort: undefined };

/** Spreads messages over partitions of the index: each takes a thousand writes a second. */
export const MESSAGE_SHARDS: readonly string[] = Array.from({ length: 8 }, (_, shard) => `MESSAGES#${shard}`);

/** Replies are written by people: one partition is plenty. */
export const REPLY_SHARD = "REPLIES";

export function messageOutboxKey(messageId: string, since: Date): OutboxKey {
  const sum = [...messageId].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  const outboxShard = MESSAGE_SHARDS[sum % MESSAGE_SHARDS.length];
  return { outboxShard, outboxSort: `${since.toISOString()}#${messageId}` };
}

export function replyOutboxKey(replyId: string, nextStepAt: Date | undefined): OutboxKey {
  if (nextStepAt === undefined) return NOT_IN_OUTBOX;
  return { outboxShard: REPLY_SHARD, outboxSort: `${nextStepAt.toISOString()}#${replyId}` };
}
