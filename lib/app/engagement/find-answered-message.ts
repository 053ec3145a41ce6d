import type { Message } from "#lib/domain/engagement/message.ts";
import type { AnsweredMessage, Reply } from "#lib/domain/engagement/reply.ts";
import type { ConversationReader, MessageStore } from "./ports.ts";

/** Behind so many deleted messages nobody waits for an answer. */
const LOOK_BACK = 10;

/** The customer's message that a reply answers: the one it names, or the latest one that still stands. */
export async function findAnsweredMessage(
  { conversationId, messageId }: Reply,
  services: {
    readonly conversations: Pick<ConversationReader, "messages">;
    readonly messages: Pick<MessageStore, "load">;
  },
): Promise<AnsweredMessage | undefined> {
  const latest = await services.conversations.messages(conversationId, { limit: LOOK_BACK, direction: "inbound" });
  const standing = latest.filter(({ deletedAt }) => deletedAt === undefined);
  const chosen = messageId === undefined ? standing[0] : await services.messages.load(messageId);
  if (chosen?.content?.conversationId !== conversationId) return undefined;
  return answered(chosen, standing[0]?.content?.occurredAt);
}

function answered({ messageId, content }: Message, lastInboundAt: Date | undefined): AnsweredMessage | undefined {
  if (!content) return undefined;
  const { network, channelId, kind, threadRemoteId, postRemoteId, author } = content;
  return {
    messageId,
    network,
    channelId,
    kind,
    messageRemoteId: content.remoteId,
    threadRemoteId,
    postRemoteId,
    authorRemoteId: author?.remoteId,
    authorName: author?.name,
    lastInboundAt: lastInboundAt ?? content.occurredAt,
  };
}
