import type { Channel } from "#lib/domain/accounts/channel.ts";
import type { MessageDeleted, MessageEdited, MessageReceived, StatusChanged } from "#lib/domain/engagement/inbound.ts";
import {
  type Message,
  type MessageContent,
  unheardOf,
  withContent,
  withDeletion,
  withEdit,
  withStatus,
} from "#lib/domain/engagement/message.ts";
import { changeMessage } from "./change-message.ts";
import { conversationIdOf, messageIdOf } from "./ids.ts";
import type { MessageStore, Tally } from "./ports.ts";

export type ChannelEvent = MessageReceived | MessageEdited | MessageDeleted | StatusChanged;

export interface StoreServices {
  readonly messages: MessageStore;
  readonly tally: Tally;
}

export interface EventOrigin {
  readonly channel: Channel;
  readonly receivedAt: Date;
}

/** Merges one event into what is known. Gives the message that it is about, where there is one. */
export async function storeEvent(
  event: ChannelEvent,
  origin: EventOrigin,
  services: StoreServices,
): Promise<Message | undefined> {
  const { remoteId, channelRemoteId } = event;
  const { network } = origin.channel;
  if (remoteId === undefined) {
    await storeReceipt(event, network, services);
    return undefined;
  }
  const messageId = messageIdOf({ network, channelRemoteId, remoteId });
  const { message, isChanged } = await changeMessage(
    event.type === "message" ? unheardOf(messageId) : messageId,
    (known) => merge(known, event, origin),
    services.messages,
  );
  services.tally.add(isChanged ? "MessageStored" : "EventDuplicate");
  return message;
}

function merge(message: Message, event: ChannelEvent, origin: EventOrigin): Message {
  switch (event.type) {
    case "message":
      return withContent(message, contentOf(event, origin));
    case "edit":
      return withEdit(message, { text: clipped(event.text), occurredAt: event.occurredAt, eventKey: event.eventKey });
    case "deletion":
      return withDeletion(message, event.occurredAt);
    case "status":
      return withStatus(message, event.status);
  }
}

/** Several times what any network lets people write, and small enough for every item and queue that it passes. */
const MAX_TEXT_LENGTH = 50_000;

function clipped(text: string): string {
  return text.slice(0, MAX_TEXT_LENGTH).toWellFormed();
}

async function storeReceipt(event: ChannelEvent, network: string, { messages }: StoreServices): Promise<void> {
  if (event.type !== "status") return;
  const { channelRemoteId, threadRemoteId, status, occurredAt } = event;
  const conversationId = conversationIdOf({ network, channelRemoteId, kind: "direct", threadRemoteId });
  await messages.receipt(conversationId, status, occurredAt);
}

/** A message as we keep it, of one that a network told. */
export function contentOf(event: MessageReceived, { channel, receivedAt }: EventOrigin): MessageContent {
  const { channelRemoteId, kind, threadRemoteId, inReplyToRemoteId } = event;
  const { network, channelId } = channel;
  return {
    conversationId: conversationIdOf({ network, channelRemoteId, kind, threadRemoteId }),
    network,
    channelId,
    direction: event.isOwn ? "outbound" : "inbound",
    kind,
    remoteId: event.remoteId,
    threadRemoteId,
    text: event.text === undefined ? undefined : clipped(event.text),
    author: event.author,
    attachments: event.attachments,
    postRemoteId: event.postRemoteId,
    inReplyToRemoteId,
    inReplyToMessageId:
      inReplyToRemoteId === undefined
        ? undefined
        : messageIdOf({ network, channelRemoteId, remoteId: inReplyToRemoteId }),
    url: event.url,
    occurredAt: event.occurredAt,
    receivedAt,
    isComplete: event.needsHydration !== true,
  };
}
