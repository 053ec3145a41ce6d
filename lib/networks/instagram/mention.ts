import { ContentRejectedError } from "../errors.ts";
import { graphGet } from "../meta/graph.ts";
import { cannotKnow, type OwnWriting, uniqueMatch } from "../meta/own-writing.ts";
import type { FindResult, NetworkContext, ReplyTarget } from "../network.ts";
import { type CommentList, MentionedComment, MentionedMedia } from "./wire.ts";

/** Where a mention stands: in the caption of somebody's media, or in a comment on it. */
export function placeOfMention({ messageRemoteId, postRemoteId = messageRemoteId }: ReplyTarget) {
  const isCaption = messageRemoteId === postRemoteId;
  return { mediaId: postRemoteId, commentId: isCaption ? undefined : messageRemoteId };
}

/** Graph leaves an empty list out. */
const NONE: CommentList = { data: [] };

const WRITTEN = "id,text,timestamp,username";

/** Looks for our answer below the mention. */
export async function findMentionAnswer(
  sought: { readonly text: string; readonly target: ReplyTarget; readonly attemptedAt: Date },
  context: NetworkContext,
): Promise<FindResult> {
  const { mediaId, commentId } = placeOfMention(sought.target);
  try {
    const { data: written, paging } = commentId
      ? await repliesTo(commentId, context)
      : await commentsOn(mediaId, context);
    return uniqueMatch(written.map(toOwnWriting(context)), {
      text: withoutAt(sought.text),
      attemptedAt: sought.attemptedAt,
      isComplete: !paging?.next,
    });
  } catch (error) {
    if (!(error instanceof ContentRejectedError)) throw error;
    return cannotKnow("Instagram does not show the comments below this mention");
  }
}

async function repliesTo(commentId: string, context: NetworkContext): Promise<CommentList> {
  const { mentioned_comment: comment } = await graphGet(context, {
    path: [context.channel.remoteId],
    params: { fields: `mentioned_comment.comment_id(${commentId}){replies{${WRITTEN}}}` },
    answer: MentionedComment,
  });
  return comment.replies ?? NONE;
}

async function commentsOn(mediaId: string, context: NetworkContext): Promise<CommentList> {
  const { mentioned_media: media } = await graphGet(context, {
    path: [context.channel.remoteId],
    params: { fields: `mentioned_media.media_id(${mediaId}){comments{${WRITTEN}}}` },
    answer: MentionedMedia,
  });
  return media.comments ?? NONE;
}

function toOwnWriting({ channel }: NetworkContext) {
  return ({ id, text, timestamp, username }: CommentList["data"][number]): OwnWriting => ({
    remoteId: id,
    text: withoutAt(text),
    createdAt: timestamp,
    isOurs: username !== undefined && username === channel.handle,
  });
}

/** On other people's media, Graph leaves out the `@` of names. */
function withoutAt(text: string): string {
  return text.replaceAll("@", "");
}
