import { createHash } from "node:crypto";
import type { Attachment, InboundEvent } from "#lib/domain/engagement/inbound.ts";
import { ignored, type Leaf, unknown } from "../meta/envelope.ts";
import { FeedValue } from "./webhook-wire.ts";

const POST_ITEMS = ["status", "post", "photo", "video", "share", "album"];
const EDIT_VERBS = ["edited", "edit"];
const REMOVE_VERBS = ["remove", "delete"];

/** A change of the page's `feed`: comments, and what visitors post on the page; our own posts come back too. */
export function feedEvents(leaf: Leaf): readonly InboundEvent[] {
  const { data: value } = FeedValue.safeParse(leaf.value);
  if (!value) return [unknown("feed")];
  if (value.item === "comment" && !value.comment_id) return [unknown("feed comment")];
  const remoteId = value.item === "comment" ? value.comment_id : visitorPostId(leaf, value);
  if (remoteId === undefined) return [ignored(`feed ${value.item} ${value.verb}`)];
  return [writingEvent(leaf, value, remoteId)];
}

/** Undefined for what the page itself posts, and for things that are no posts, such as reactions. */
function visitorPostId({ channelRemoteId }: Leaf, { item, from, post_id }: FeedValue): string | undefined {
  const isByVisitor = from !== undefined && from.id !== channelRemoteId;
  return POST_ITEMS.includes(item) && isByVisitor ? post_id : undefined;
}

function writingEvent(leaf: Leaf, value: FeedValue, remoteId: string): InboundEvent {
  const { channelRemoteId } = leaf;
  const { verb, message = "" } = value;
  const occurredAt = value.edited_time ?? value.created_time ?? leaf.sentAt;
  const key = `fb:${channelRemoteId}:${value.item}:${remoteId}`;
  if (verb === "add") return messageEvent(leaf, value, { remoteId, eventKey: `${key}:add` });
  if (REMOVE_VERBS.includes(verb)) {
    return { type: "deletion", eventKey: `${key}:remove`, channelRemoteId, occurredAt, remoteId };
  }
  if (EDIT_VERBS.includes(verb)) {
    const eventKey = `${key}:edited:${value.edited_time?.getTime() ?? digest(message)}`;
    return { type: "edit", eventKey, channelRemoteId, occurredAt, remoteId, text: message };
  }
  return ignored(`feed ${value.item} ${verb}`);
}

/** Tells edits apart that carry no time of their own. */
function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

function messageEvent(leaf: Leaf, value: FeedValue, ids: { remoteId: string; eventKey: string }): InboundEvent {
  const isComment = value.item === "comment";
  const isReply = isComment && value.parent_id !== undefined && value.parent_id !== value.post_id;
  return {
    type: "message",
    ...ids,
    channelRemoteId: leaf.channelRemoteId,
    occurredAt: value.created_time ?? leaf.sentAt,
    kind: isComment ? "comment" : "mention",
    threadRemoteId: (isReply && value.parent_id) || ids.remoteId,
    text: value.message ?? "",
    author: value.from && { remoteId: value.from.id, name: value.from.name },
    attachments: attachmentsOf(value),
    postRemoteId: value.post_id,
    inReplyToRemoteId: isReply ? value.parent_id : undefined,
    url: value.post?.permalink_url,
    isOwn: value.from?.id === leaf.channelRemoteId,
  };
}

function attachmentsOf({ photo, video }: FeedValue): Attachment[] {
  return [
    ...(photo ? [{ kind: "image" as const, url: photo }] : []),
    ...(video ? [{ kind: "video" as const, url: video }] : []),
  ];
}
