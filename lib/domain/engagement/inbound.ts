/** What kind of thing a person wrote to us. */
export type MessageKind = "comment" | "mention" | "direct" | "review";

/** A person (or page) at a network. Names are shown to agents and never logged. */
export interface Author {
  readonly remoteId: string;
  readonly name?: string;
}

export interface Attachment {
  readonly kind: "image" | "video" | "audio" | "file" | "share" | "story" | "other";
  /** The network's own address, which usually expires. */
  readonly url?: string;
}

/** Fields that every inbound event has. */
interface EventBase {
  /**
   * Names this event at its network, the same for every redelivery and different for any other event.
   * Built from the network's own ids, never from the time of delivery.
   */
  readonly eventKey: string;
  /** The network's id of our page or profile that the event is about. */
  readonly channelRemoteId: string;
  /** When it happened, by the network's clock (not when it was delivered). */
  readonly occurredAt: Date;
}

/** Somebody wrote to us (or, `isOwn`, we wrote: an echo of our own answer, which must start no clock). */
export interface MessageReceived extends EventBase {
  readonly type: "message";
  readonly kind: MessageKind;
  /** The network's id of the message. */
  readonly remoteId: string;
  /**
   * What the conversation hangs on: for direct messages the other person, for comments and mentions
   * the top-level comment or post that starts the thread.
   */
  readonly threadRemoteId: string;
  /** Absent where the network tells only an id: the adapter's `hydrate` then fetches it. */
  readonly text?: string;
  readonly author?: Author;
  readonly attachments: readonly Attachment[];
  /** The post of ours that a comment is about. */
  readonly postRemoteId?: string;
  readonly inReplyToRemoteId?: string;
  readonly url?: string;
  readonly isOwn: boolean;
  /** Set when text or author must be fetched before the message can be routed. */
  readonly needsHydration?: boolean;
}

export interface MessageEdited extends EventBase {
  readonly type: "edit";
  readonly remoteId: string;
  readonly text: string;
}

export interface MessageDeleted extends EventBase {
  readonly type: "deletion";
  readonly remoteId: string;
}

/** Delivery and reading of what we sent. Statuses only move forward: sent, delivered, read. */
export interface StatusChanged extends EventBase {
  readonly type: "status";
  readonly status: "sent" | "delivered" | "read";
  /** The message of ours, or absent when the network only tells "everything up to `occurredAt`". */
  readonly remoteId?: string;
  /** The other person, for networks that tell a watermark. */
  readonly threadRemoteId: string;
}

/** A thing that we recognise and deliberately leave alone (a like, a typing sign). Counted. */
export interface IgnoredEvent {
  readonly type: "ignored";
  readonly what: string;
}

/** A thing that nobody here knows. Counted and kept in the archive; never a crash, never a retry. */
export interface UnknownEvent {
  readonly type: "unknown";
  readonly what: string;
}

export type InboundEvent =
  | MessageReceived
  | MessageEdited
  | MessageDeleted
  | StatusChanged
  | IgnoredEvent
  | UnknownEvent;
