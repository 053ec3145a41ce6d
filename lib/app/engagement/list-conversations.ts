import { type MessageContent, textOf } from "#lib/domain/engagement/message.ts";
import type { ConversationReader } from "./ports.ts";

export interface ListedConversation {
  readonly conversationId: string;
  readonly network: string;
  readonly channelId: string;
  readonly kind: MessageContent["kind"];
  /** The customer's name, where the network tells it. */
  readonly authorName?: string;
  readonly lastText?: string;
  readonly lastMessageAt: Date;
  /** The last word is the customer's. */
  readonly isAnswerDue: boolean;
}

export interface ConversationListing {
  readonly channelIds: readonly string[];
  /** The days (UTC) to look at, such as `2026-03-01`. */
  readonly days: readonly string[];
  readonly limit: number;
}

/** Conversations in which customers wrote on the given days, the one with the latest customer's word first. */
export async function listConversations(
  { channelIds, days, limit }: ConversationListing,
  conversations: ConversationReader,
): Promise<readonly ListedConversation[]> {
  const places = channelIds.flatMap((channelId) => days.map((day) => ({ channelId, day })));
  const inboxes = await Promise.all(places.map(({ channelId, day }) => conversations.inbox(channelId, day)));
  const latestFirst = inboxes.flat().sort((one, other) => other.lastInboundAt.getTime() - one.lastInboundAt.getTime());
  const ids = [...new Set(latestFirst.map(({ conversationId }) => conversationId))].slice(0, limit);
  const listed = await Promise.all(ids.map((conversationId) => summarise(conversationId, conversations)));
  return listed.filter((each) => each !== undefined);
}

async function summarise(
  conversationId: string,
  conversations: ConversationReader,
): Promise<ListedConversation | undefined> {
  const [latest] = await conversations.messages(conversationId, { limit: 1 });
  const [latestInbound] = await conversations.messages(conversationId, { limit: 1, direction: "inbound" });
  const { content } = latest ?? {};
  if (!latest || !content) return undefined;
  const { network, channelId, kind, occurredAt, direction } = content;
  return {
    conversationId,
    network,
    channelId,
    kind,
    authorName: latestInbound?.content?.author?.name,
    lastText: textOf(latest),
    lastMessageAt: occurredAt,
    isAnswerDue: direction === "inbound",
  };
}
