import type { InboundEvent } from "#lib/domain/engagement/inbound.ts";
import { ignored, type Leaf, unknown } from "../meta/envelope.ts";
import { MentionValue } from "./webhook-wire.ts";

/** Somebody names the page in a post or comment elsewhere. */
export function mentionEvents({ channelRemoteId, sentAt, value: raw }: Leaf): readonly InboundEvent[] {
  const { data: value } = MentionValue.safeParse(raw);
  if (!value) return [unknown("mention")];
  const remoteId = value.comment_id ?? value.post_id;
  const eventKey = `fb:${channelRemoteId}:mention:${value.post_id}:${value.comment_id ?? ""}:${value.verb}`;
  const base = { eventKey, channelRemoteId, occurredAt: value.created_time ?? sentAt, remoteId };
  if (value.verb === "remove") return [{ ...base, type: "deletion" }];
  if (value.verb !== "add") return [ignored(`mention ${value.verb}`)];
  return [
    {
      ...base,
      type: "message",
      kind: "mention",
      threadRemoteId: remoteId,
      text: value.message ?? "",
      author: authorOf(value),
      attachments: [],
      isOwn: value.sender_id === channelRemoteId,
    },
  ];
}

function authorOf({ sender_id: remoteId, sender_name: name }: MentionValue) {
  return remoteId === undefined ? undefined : { remoteId, name };
}
