import { type DeliveryStatus, furtherStatus } from "./delivery-status.ts";
import type { Attachment, Author, MessageKind } from "./inbound.ts";

/**
 * Everything that a network has told about one message. Networks tell it in any order and repeatedly, so each thing
 * told is merged in, and merging commutes: whatever the order, the end is the same. An edit or a deletion that comes
 * before its message is simply a message whose `content` is not there yet.
 */
export interface Message {
  readonly messageId: string;
  /** Counts the stored changes; 0 while nothing is stored. A write names the revision that it read. */
  readonly revision: number;
  readonly content?: MessageContent;
  readonly edit?: MessageEdit;
  readonly deletedAt?: Date;
  /** Only of messages of ours. */
  readonly status?: DeliveryStatus;
  /** The latest change is stored, but not everybody who must know of it has been told: the item is its own outbox. */
  readonly isPending: boolean;
  /** The revision that customer service knows. */
  readonly routedRevision?: number;
}

export interface MessageContent {
  readonly conversationId: string;
  readonly network: string;
  readonly channelId: string;
  readonly direction: "inbound" | "outbound";
  readonly kind: MessageKind;
  readonly remoteId: string;
  readonly threadRemoteId: string;
  readonly text?: string;
  readonly author?: Author;
  readonly attachments: readonly Attachment[];
  readonly postRemoteId?: string;
  readonly inReplyToRemoteId?: string;
  readonly inReplyToMessageId?: string;
  readonly url?: string;
  /** By the network's clock. */
  readonly occurredAt: Date;
  /** By our clock. */
  readonly receivedAt: Date;
  /** False while the network has told only an id, and text and author have yet to be fetched. */
  readonly isComplete: boolean;
  /** Our request that made it, when it is an answer of ours. */
  readonly replyId?: string;
}

export interface MessageEdit {
  readonly text: string;
  readonly occurredAt: Date;
  readonly eventKey: string;
}

/** A message of which nothing has been told yet. */
export function unheardOf(messageId: string): Message {
  return { messageId, revision: 0, isPending: false };
}

/** The text as it stands after edits. */
export function textOf({ content, edit }: Message): string | undefined {
  return edit?.text ?? content?.text;
}

/** Merges the message itself. The very same object comes back when it tells nothing new, here and below. */
export function withContent(message: Message, told: MessageContent): Message {
  const { content } = message;
  if (content === undefined) return { ...message, content: visible(told, message), isPending: true };
  if (!content.isComplete && told.isComplete && message.deletedAt === undefined) {
    return { ...message, content: completed(content, told), isPending: true };
  }
  if (content.replyId === undefined && told.replyId !== undefined) {
    return { ...message, content: { ...content, replyId: told.replyId } };
  }
  return message;
}

export function withEdit(message: Message, edit: MessageEdit): Message {
  if (message.deletedAt !== undefined || !isNewer(edit, message.edit)) return message;
  return { ...message, edit, isPending: isToBeTold(message) };
}

/** A deleted message loses its words: what a person took back is not kept on show. */
export function withDeletion(message: Message, deletedAt: Date): Message {
  if (message.deletedAt !== undefined && message.deletedAt.getTime() <= deletedAt.getTime()) return message;
  const content = message.content && visible(message.content, { deletedAt });
  return { ...message, content, edit: undefined, deletedAt, isPending: isToBeTold(message) };
}

export function withStatus(message: Message, told: DeliveryStatus): Message {
  const status = furtherStatus(message.status, told);
  return status === message.status ? message : { ...message, status };
}

/** What was fetched later fills in, but the message stays in the conversation in which it was first seen. */
function completed(content: MessageContent, told: MessageContent): MessageContent {
  const { conversationId, threadRemoteId, receivedAt } = content;
  return { ...told, conversationId, threadRemoteId, receivedAt };
}

function visible(content: MessageContent, { deletedAt }: Pick<Message, "deletedAt">): MessageContent {
  return deletedAt === undefined ? content : { ...content, text: undefined, attachments: [] };
}

/** What is told before the message itself is told together with it. */
function isToBeTold({ content, isPending }: Message): boolean {
  return isPending || content !== undefined;
}

/** Clocks of networks often have seconds only: the event's own name breaks a tie, the same way in any order. */
function isNewer(edit: MessageEdit, than: MessageEdit | undefined): boolean {
  if (than === undefined) return true;
  const ahead = edit.occurredAt.getTime() - than.occurredAt.getTime();
  return ahead === 0 ? edit.eventKey > than.eventKey : ahead > 0;
}
