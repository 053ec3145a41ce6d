import { type DeliveryStatus, furtherStatus, statusByReceipts } from "#lib/domain/engagement/delivery-status.ts";
import { type Message, type MessageContent, textOf } from "#lib/domain/engagement/message.ts";
import type { ConversationReader } from "./ports.ts";

/** One message as people see it. */
export interface ListedMessage {
  readonly messageId: string;
  readonly direction: MessageContent["direction"];
  readonly kind: MessageContent["kind"];
  readonly text?: string;
  readonly authorName?: string;
  readonly url?: string;
  readonly occurredAt: Date;
  readonly isEdited: boolean;
  readonly isDeleted: boolean;
  /** Of messages of ours. */
  readonly status?: DeliveryStatus;
}

/** The latest messages of a conversation, oldest first. */
export async function listMessages(
  conversationId: string,
  { conversations, limit = 50 }: { readonly conversations: ConversationReader; readonly limit?: number },
): Promise<readonly ListedMessage[]> {
  const receipts = await conversations.receipts(conversationId);
  const messages = await conversations.messages(conversationId, { limit });
  return messages
    .flatMap((message) => {
      const { content } = message;
      return content ? [listed(message, content, statusByReceipts(content.occurredAt, receipts))] : [];
    })
    .toReversed();
}

function listed(message: Message, content: MessageContent, byReceipts: DeliveryStatus): ListedMessage {
  const { direction, kind, author, url, occurredAt } = content;
  return {
    messageId: message.messageId,
    direction,
    kind,
    text: textOf(message),
    authorName: author?.name,
    url,
    occurredAt,
    isEdited: message.edit !== undefined,
    isDeleted: message.deletedAt !== undefined,
    status: direction === "outbound" ? furtherStatus(message.status, byReceipts) : undefined,
  };
}
