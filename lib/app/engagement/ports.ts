import type { CustomerServiceMessage } from "#lib/domain/engagement/customer-service-message.ts";
import type { Delivery } from "#lib/domain/engagement/delivery.ts";
import type { DeliveryStatus, Receipts } from "#lib/domain/engagement/delivery-status.ts";
import type { Message } from "#lib/domain/engagement/message.ts";
import type { Reply } from "#lib/domain/engagement/reply.ts";
import type { ReplyRequest } from "#lib/domain/engagement/reply-request.ts";
import type { ReplyTransition } from "#lib/domain/engagement/reply-transitions.ts";
import type { Network } from "#lib/networks/network.ts";

/** Raw webhook bodies, byte for byte. */
export interface WebhookArchive {
  put(key: string, body: Uint8Array): Promise<void>;
  get(key: string): Promise<Uint8Array>;
}

export interface IngestQueue {
  send(delivery: Delivery): Promise<void>;
}

export interface CustomerServiceQueue {
  /** In order within a conversation; the same revision of a message sent twice within five minutes arrives once. */
  send(message: CustomerServiceMessage): Promise<void>;
}

export interface ReplyQueue {
  send(request: ReplyRequest): Promise<void>;
}

/** Networks by name; undefined for a name that nobody registered. */
export type NetworkFinder = (name: string) => Network | undefined;

export interface MessageStore {
  /** As it is now (strongly consistent). */
  load(messageId: string): Promise<Message | undefined>;
  /**
   * Writes the message if what is stored still has its `revision` (0: nothing is stored), as the next revision.
   * Undefined when somebody was faster.
   */
  save(message: Message): Promise<Message | undefined>;
  /** Lists the message in its conversation, and an inbound one in its channel's inbox. May be repeated. */
  file(message: Message): Promise<void>;
  /** Takes the message off the outbox, unless it has changed since. */
  settle(message: Message): Promise<void>;
  /** Moves a conversation's receipts forward, never back. */
  receipt(conversationId: string, status: DeliveryStatus, until: Date): Promise<void>;
}

/** Reading conversations, for answering and for people. */
export interface ConversationReader {
  receipts(conversationId: string): Promise<Receipts>;
  /** Newest first. */
  messages(conversationId: string, query: ConversationQuery): Promise<readonly Message[]>;
  /** Conversations in which somebody wrote to the channel on that day (UTC), in no particular order. */
  inbox(channelId: string, day: string): Promise<readonly InboxEntry[]>;
}

export interface InboxEntry {
  readonly conversationId: string;
  /** The customer's latest message of that day. */
  readonly lastInboundAt: Date;
}

export interface ConversationQuery {
  readonly limit: number;
  /** @default both */
  readonly direction?: "inbound" | "outbound";
}

export interface ReplyStore {
  /** Stores a new reply, or gives back the one that has its `replyId` already. */
  open(reply: Reply): Promise<Reply>;
  load(replyId: string): Promise<Reply | undefined>;
  /** Writes one transition if its guard holds; either way the reply as it is stored then. */
  apply(reply: Reply, transition: ReplyTransition): Promise<{ readonly applied: boolean; readonly reply: Reply }>;
}

/** What is stored and not yet dealt with: the sweep's list. It may lag behind, so each is read again. */
export interface Outbox {
  /** Messages that have waited since `before` or longer. */
  messages(before: Date): AsyncIterable<string>;
  /** Replies whose next step was due before. */
  replies(before: Date): AsyncIterable<string>;
}

/** What is worth a number on a dashboard. Few, and never per person or message. */
export type TallyName =
  | "WebhookForged"
  | "WebhookUnsigned"
  | "EventUnknown"
  | "EventIgnored"
  | "EventDuplicate"
  | "EventForUnknownChannel"
  | "MessageStored"
  | "MessageRouted"
  | "MessageHydrationFailed"
  | "ReplySent"
  | "ReplyFailed"
  | "ReplyInReview";

export interface Tally {
  add(name: TallyName, count?: number): void;
}
