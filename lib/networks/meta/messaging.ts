import type { Attachment, InboundEvent } from "#lib/domain/engagement/inbound.ts";
import { ignored, type Leaf, unknown } from "./envelope.ts";
import { MessagingItem, type WireMessage } from "./messaging-wire.ts";

/** Parts of a messaging item that say nothing to customer service. */
const LEFT_ALONE = ["reaction", "referral", "optin", "pass_thread_control", "take_thread_control", "app_roles"];

/** One item of `messaging[]`, of Messenger and Instagram alike. */
export function messagingEvents({ channelRemoteId, value }: Leaf): readonly InboundEvent[] {
  const parsed = MessagingItem.safeParse(value);
  if (!parsed.success) return [unknown("messaging item")];
  const item = parsed.data;
  if (item.message) return [messageEvent(channelRemoteId, item, item.message)];
  if (item.message_edit) return [editEvent(channelRemoteId, item, item.message_edit)];
  if (item.postback) return [postbackEvent(channelRemoteId, item, item.postback)];
  if (item.delivery) return deliveryEvents(channelRemoteId, item, item.delivery);
  if (item.read) return [readEvent(channelRemoteId, item, item.read)];
  const what = LEFT_ALONE.find((part) => typeof value === "object" && value !== null && part in value);
  return [what ? ignored(`messaging ${what}`) : unknown("messaging item")];
}

function messageEvent(channelRemoteId: string, item: MessagingItem, message: WireMessage): InboundEvent {
  const eventKey = messageKey(channelRemoteId, message.mid);
  const base = { channelRemoteId, occurredAt: item.timestamp, remoteId: message.mid };
  if (message.is_deleted) return { ...base, type: "deletion", eventKey: `${eventKey}:deleted` };
  const isOwn = message.is_echo ?? false;
  return {
    ...base,
    type: "message",
    kind: "direct",
    eventKey,
    threadRemoteId: isOwn ? item.recipient.id : item.sender.id,
    text: message.text,
    author: { remoteId: item.sender.id },
    attachments: attachmentsOf(message),
    inReplyToRemoteId: message.reply_to?.mid,
    isOwn,
  };
}

function editEvent(
  channelRemoteId: string,
  { timestamp: occurredAt }: MessagingItem,
  { mid: remoteId, text, num_edit }: NonNullable<MessagingItem["message_edit"]>,
): InboundEvent {
  const eventKey = `${messageKey(channelRemoteId, remoteId)}:edit:${num_edit}`;
  return { type: "edit", eventKey, channelRemoteId, occurredAt, remoteId, text };
}

/** A tapped button is a message that reads as its title. */
function postbackEvent(
  channelRemoteId: string,
  { sender, timestamp: occurredAt }: MessagingItem,
  { mid, title }: NonNullable<MessagingItem["postback"]>,
): InboundEvent {
  const remoteId = mid ?? `postback:${sender.id}:${occurredAt.getTime()}`;
  return {
    type: "message",
    kind: "direct",
    eventKey: messageKey(channelRemoteId, remoteId),
    channelRemoteId,
    occurredAt,
    remoteId,
    threadRemoteId: sender.id,
    text: title,
    author: { remoteId: sender.id },
    attachments: [],
    isOwn: false,
  };
}

function deliveryEvents(
  channelRemoteId: string,
  { sender }: MessagingItem,
  { mids, watermark: occurredAt }: NonNullable<MessagingItem["delivery"]>,
): InboundEvent[] {
  const base = { type: "status", status: "delivered", channelRemoteId, occurredAt, threadRemoteId: sender.id } as const;
  if (!mids?.length)
    return [{ ...base, eventKey: `delivered:${channelRemoteId}:${sender.id}:${occurredAt.getTime()}` }];
  return mids.map((mid) => ({ ...base, remoteId: mid, eventKey: `${messageKey(channelRemoteId, mid)}:delivered` }));
}

/** Messenger tells a watermark ("everything up to then"), Instagram the message. */
function readEvent(
  channelRemoteId: string,
  { sender, timestamp }: MessagingItem,
  { mid, watermark }: NonNullable<MessagingItem["read"]>,
): InboundEvent {
  const occurredAt = watermark ?? timestamp;
  const base = { type: "status", status: "read", channelRemoteId, occurredAt, threadRemoteId: sender.id } as const;
  if (mid) return { ...base, remoteId: mid, eventKey: `${messageKey(channelRemoteId, mid)}:read` };
  return { ...base, eventKey: `read:${channelRemoteId}:${sender.id}:${occurredAt.getTime()}` };
}

/** With the channel: a message between two pages of ours is told to both. */
function messageKey(channelRemoteId: string, mid: string): string {
  return `msg:${channelRemoteId}:${mid}`;
}

const ATTACHMENT_KINDS: Readonly<Record<string, Attachment["kind"]>> = {
  image: "image",
  video: "video",
  audio: "audio",
  file: "file",
  share: "share",
  post: "share",
  reel: "share",
  ig_post: "share",
  ig_reel: "share",
  story_mention: "story",
  ig_story: "story",
};

function attachmentsOf({ attachments = [], reply_to }: WireMessage): Attachment[] {
  const sent = attachments.map(({ type = "", payload }) => ({
    kind: ATTACHMENT_KINDS[type] ?? "other",
    url: payload?.url,
  }));
  const story = reply_to?.story;
  return story ? [...sent, { kind: "story", url: story.url }] : sent;
}
