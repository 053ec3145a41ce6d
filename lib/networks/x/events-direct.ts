import type { InboundEvent, MessageReceived, StatusChanged } from "#lib/domain/engagement/inbound.ts";
import { attachmentKind } from "./events-posts.ts";
import { readableText } from "./text.ts";
import { type Activity, DirectMessages, DirectReads } from "./wire-activity.ts";

/** Direct messages in both directions: what we sent comes back as an echo. */
export function readDirectMessages({ filter, payload }: Activity): readonly InboundEvent[] | undefined {
  const told = DirectMessages.safeParse(payload).data;
  return told?.direct_message_events.map((event) => readMessage(event, told.users, filter.user_id));
}

function readMessage(
  { id, created_timestamp: occurredAt, message_create: created }: DirectMessages["direct_message_events"][number],
  users: DirectMessages["users"],
  channelRemoteId: string,
): MessageReceived {
  const { sender_id: sender, target, message_data: data } = created;
  const isOwn = sender === channelRemoteId;
  const media = data.attachment?.media;
  return {
    type: "message",
    kind: "direct",
    eventKey: `x:${channelRemoteId}:dm:${id}`,
    channelRemoteId,
    occurredAt,
    remoteId: id,
    threadRemoteId: isOwn ? target.recipient_id : sender,
    text: readableText(data.text ?? "", data.entities),
    author: { remoteId: sender, name: users?.[sender]?.data.name },
    attachments: media ? [{ kind: attachmentKind(media.type), url: media.media_url_https }] : [],
    isOwn,
  };
}

/** Only what the customer read is news to us. */
export function readDirectRead({ filter, payload }: Activity): readonly InboundEvent[] | undefined {
  const told = DirectReads.safeParse(payload).data;
  const channelRemoteId = filter.user_id;
  return told?.direct_message_mark_read_events.map((event): StatusChanged | InboundEvent => {
    const { sender_id: reader, created_timestamp: occurredAt, last_read_event_id: lastRead } = event;
    if (reader === channelRemoteId) return { type: "ignored", what: "dm.read by ourselves" };
    const eventKey = `x:${channelRemoteId}:dm-read:${reader}:${lastRead ?? occurredAt.getTime()}`;
    return { type: "status", status: "read", eventKey, channelRemoteId, occurredAt, threadRemoteId: reader };
  });
}
