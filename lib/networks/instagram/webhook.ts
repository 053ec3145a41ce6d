import type { InboundEvent } from "#lib/domain/engagement/inbound.ts";
import { explode, ignored, type Leaf, unknown } from "../meta/envelope.ts";
import { frontDoor } from "../meta/front-door.ts";
import { messagingEvents } from "../meta/messaging.ts";
import type { Webhook } from "../network.ts";
import { hydrate } from "./hydrate.ts";
import { CommentValue, MentionValue } from "./webhook-wire.ts";

/** Known and left alone. `standby`: another app answers that conversation at present. */
const LEFT_ALONE = ["standby", "story_insights", "message_reactions", "messaging_handover", "follow"];

export const webhook: Webhook = {
  ...frontDoor,
  events: (body) => explode("instagram", body, leafEvents),
  hydrate,
};

function leafEvents(leaf: Leaf): readonly InboundEvent[] {
  if (leaf.field === "comments" || leaf.field === "live_comments") return [commentEvent(leaf)];
  if (leaf.field === "mentions") return [mentionEvent(leaf)];
  if (leaf.field === "messaging") return messagingEvents(leaf);
  return [LEFT_ALONE.includes(leaf.field) ? ignored(leaf.field) : unknown(`field ${leaf.field}`)];
}

function commentEvent({ channelRemoteId, sentAt, value }: Leaf): InboundEvent {
  const { data: comment } = CommentValue.safeParse(value);
  const remoteId = comment?.id ?? comment?.comment_id;
  if (!comment || remoteId === undefined) return unknown("comments");
  const { from, parent_id: parentId } = comment;
  return {
    type: "message",
    kind: "comment",
    eventKey: `ig:${channelRemoteId}:comment:${remoteId}`,
    channelRemoteId,
    // Comments carry no time of their own: the delivery's is the nearest.
    occurredAt: comment.timestamp ?? sentAt,
    remoteId,
    threadRemoteId: parentId ?? remoteId,
    text: comment.text,
    author: from && { remoteId: from.id, name: from.username },
    attachments: [],
    postRemoteId: comment.media?.id,
    inReplyToRemoteId: parentId,
    isOwn: from?.id === channelRemoteId,
  };
}

/** A mention tells only where it stands: in the caption of a media, or in a comment on it. */
function mentionEvent({ channelRemoteId, sentAt, value }: Leaf): InboundEvent {
  const { data: mention } = MentionValue.safeParse(value);
  if (!mention) return unknown("mentions");
  const { media_id: mediaId, comment_id: commentId } = mention;
  const remoteId = commentId ?? mediaId;
  return {
    type: "message",
    kind: "mention",
    eventKey: `ig:${channelRemoteId}:mention:${mediaId}:${commentId ?? ""}`,
    channelRemoteId,
    occurredAt: sentAt,
    remoteId,
    threadRemoteId: remoteId,
    attachments: [],
    postRemoteId: mediaId,
    isOwn: false,
    needsHydration: true,
  };
}
