import type { Attachment, Author, InboundEvent } from "#lib/domain/engagement/inbound.ts";
import { readableText, withoutAddressees } from "./text.ts";
import { answeredPostOf, instantOf, instantOfId, referencesOf, type WirePost } from "./wire.ts";
import { type Activity, ActivityPost, DeletedPost } from "./wire-activity.ts";

/**
 * A post that mentions us, answers us or quotes us. One post may be told as two of these: it is a comment as soon as
 * it answers us, whichever comes first, and both have the same key.
 */
export function readPost({ event_type, filter, payload, includes }: Activity): readonly InboundEvent[] | undefined {
  const post = ActivityPost.safeParse(payload).data;
  if (!post) return undefined;
  const channelRemoteId = filter.user_id;
  const isOwn = post.author_id === channelRemoteId;
  const isComment = event_type === "post.reply.create" || post.in_reply_to_user_id === channelRemoteId;
  const author = authorOf(post.author_id, includes);
  const written = readableText(post.text, post.entities);
  return [
    {
      type: "message",
      kind: isComment ? "comment" : "mention",
      eventKey: `x:${channelRemoteId}:post:${post.id}`,
      channelRemoteId,
      occurredAt: instantOf(post),
      remoteId: post.id,
      threadRemoteId: threadOf(post, isOwn),
      text: isComment ? withoutAddressees(written) : written,
      author: { remoteId: post.author_id, name: author?.name },
      attachments: attachmentsOf(post, includes),
      postRemoteId: isComment ? (post.conversation_id ?? answeredPostOf(post)) : quotedPostOf(post),
      inReplyToRemoteId: answeredPostOf(post),
      url: `https://x.com/${author?.username ?? "i"}/status/${post.id}`,
      isOwn,
    },
  ];
}

/** Of the account's own posts only. X tells neither when it happened nor what a customer deletes. */
export function readDeletedPost({ filter, payload }: Activity): readonly InboundEvent[] | undefined {
  const post = DeletedPost.safeParse(payload).data;
  if (!post) return undefined;
  const channelRemoteId = filter.user_id;
  const eventKey = `x:${channelRemoteId}:post-deleted:${post.id}`;
  return [{ type: "deletion", eventKey, channelRemoteId, occurredAt: instantOfId(post.id), remoteId: post.id }];
}

/** X has one conversation for everybody below a post. A thread of ours is what one person says in it. */
function threadOf(post: WirePost, isOwn: boolean): string {
  const person = isOwn ? (post.in_reply_to_user_id ?? post.author_id) : post.author_id;
  return `${post.conversation_id ?? post.id}:${person}`;
}

type Includes = Activity["includes"];

function authorOf(id: string, includes: Includes): (Pick<Author, "name"> & { username?: string }) | undefined {
  return includes?.users?.find((user) => user.id === id);
}

function quotedPostOf(post: WirePost): string | undefined {
  return referencesOf(post).find(({ type }) => type === "quoted")?.id;
}

function attachmentsOf(post: WirePost, includes: Includes): Attachment[] {
  const keys = post.attachments?.media_keys ?? [];
  return keys.map((key) => {
    const media = includes?.media?.find(({ media_key }) => media_key === key);
    return { kind: attachmentKind(media?.type), url: media?.url };
  });
}

/** X's word for a picture is `photo`, in posts and in direct messages. */
export function attachmentKind(type: string | undefined): Attachment["kind"] {
  if (type === "photo") return "image";
  return type === "video" || type === "animated_gif" ? "video" : "other";
}
