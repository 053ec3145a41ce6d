import type { InboundEvent } from "#lib/domain/engagement/inbound.ts";
import { attachmentKind } from "./events-posts.ts";
import { readableText } from "./text.ts";
import { type Activity, DirectMessage, DirectMessages, DirectRead, DirectReads } from "./wire-activity.ts";

/** Direct messages in both directions: what we sent comes back as an echo. */
export function readDirectMessages({ filter, payload }: Activity): readonly InboundEvent[] | undefined {
  const told = DirectMessages.safeParse(payload).data;
  const nameOf = (id: string) => told?.users?.[id]?.data.name;
  return told?.direct_message_events.map((event) => readMessage(event, filter.user_id, nameOf));
}

function readMessage(
  event: unknown,
  channelRemoteId: string,
  nameOf: (id: string) => string | undefined,
): InboundEvent {
  const message = DirectMessage.safeParse(event).data;
  if (!message) return { type: "unknown", what: "a direct message that is not as documented" };
  const { sender_id: sender, target, message_data: data } = message.message_create;
  const isOwn = sender === channelRemoteId;
  const media = data.attachment?.media;
  return {
    type: "message",
    kind: "direct",
    eventKey: `x:${channelRemoteId}:dm:${message.id}`,
    channelRemoteId,
    occurredAt: message.created_timestamp,
    remoteId: message.id,
    threadRemoteId: isOwn ? target.recipient_id : sender,
    text: readableText(data.text ?? "", data.entities),
    author: { remoteId: sender, name: nameOf(sender) },
    attachments: media ? [{ kind: attachmentKind(media.type), url: media.media_url_https }] : [],
    isOwn,
  };
}

export function readDirectReads({ filter, payload }: Activity): readonly InboundEvent[] | undefined {
  const told = DirectReads.safeParse(payload).data;
  return told?.direct_message_mark_read_events.map((event) => readRead(event, filter.user_id));
}

/** Only what the customer read is news to us. */
function readRead(event: unknown, channelRemoteId: string): InboundEvent {
  const read = DirectRead.safeParse(event).data;
  if (!read) return { type: "unknown", what: "a dm.read that is not as documented" };
  const { sender_id: reader, created_timestamp: occurredAt, last_read_event_id: lastRead } = read;
  if (reader === channelRemoteId) return { type: "ignored", what: "dm.read by ourselves" };
  const eventKey = `x:${channelRemoteId}:dm-read:${reader}:${lastRead ?? occurredAt.getTime()}`;
  return { type: "status", status: "read", eventKey, channelRemoteId, occurredAt, threadRemoteId: reader };
}
