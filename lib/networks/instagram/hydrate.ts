import type { MessageReceived } from "#lib/domain/engagement/inbound.ts";
import { graphGet } from "../meta/graph.ts";
import type { NetworkContext } from "../network.ts";
import { MentionedComment, MentionedMedia } from "./wire.ts";

interface Mention {
  readonly text: string;
  readonly username?: string;
  readonly timestamp?: Date;
  readonly url?: string;
}

/** Fetches what somebody wrote about us. Instagram tells the author's name only, so that is the id as well. */
export async function hydrate(message: MessageReceived, context: NetworkContext): Promise<MessageReceived> {
  if (!message.needsHydration) return message;
  const isCaption = message.remoteId === message.postRemoteId;
  const { text, username, timestamp, url } = await (isCaption ? mentionedMedia : mentionedComment)(
    message.remoteId,
    context,
  );
  return {
    ...message,
    text,
    url,
    occurredAt: timestamp ?? message.occurredAt,
    author: username === undefined ? undefined : { remoteId: username, name: username },
    isOwn: username !== undefined && username === context.channel.handle,
    needsHydration: false,
  };
}

async function mentionedMedia(id: string, context: NetworkContext): Promise<Mention> {
  const { mentioned_media: media } = await graphGet(context, {
    path: [context.channel.remoteId],
    params: { fields: `mentioned_media.media_id(${id}){caption,timestamp,username,permalink}` },
    answer: MentionedMedia,
  });
  return { ...media, text: media.caption, url: media.permalink };
}

async function mentionedComment(id: string, context: NetworkContext): Promise<Mention> {
  const { mentioned_comment: comment } = await graphGet(context, {
    path: [context.channel.remoteId],
    params: { fields: `mentioned_comment.comment_id(${id}){text,timestamp,username,media{permalink}}` },
    answer: MentionedComment,
  });
  return { ...comment, url: comment.media?.permalink };
}
