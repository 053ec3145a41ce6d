import { commitOutcome } from "../commit.ts";
import { graphGet, graphPost } from "../meta/graph.ts";
import { uniqueMatch } from "../meta/own-writing.ts";
import type { CommitOutcome, FindResult, NetworkContext } from "../network.ts";
import { Comments, PublishedObject } from "./wire.ts";

/** Not documented by Meta; known from practice. */
export const COMMENT_LENGTH = 8000;

/**
 * Writes below a post or a comment, as the page.
 *
 * @see https://developers.facebook.com/docs/graph-api/reference/object/comments
 */
export function writeComment(text: string, parentId: string, context: NetworkContext): Promise<CommitOutcome> {
  return commitOutcome(async () => {
    const comment = await graphPost(context, {
      path: [parentId, "comments"],
      params: { message: text, fields: "id,permalink_url" },
      answer: PublishedObject,
    });
    return { remoteId: comment.id, url: comment.permalink_url };
  });
}

const LISTED_COMMENTS = 100;

/** Looks below a post or a comment for what the page has written there since the attempt. */
export async function findComment(
  { text, parentId, attemptedAt }: { readonly text: string; readonly parentId: string; readonly attemptedAt: Date },
  context: NetworkContext,
): Promise<FindResult> {
  const { data: comments, paging } = await graphGet(context, {
    path: [parentId, "comments"],
    params: {
      filter: "stream",
      order: "reverse_chronological",
      fields: "id,from,message,created_time,permalink_url",
      limit: LISTED_COMMENTS,
    },
    answer: Comments,
  });
  const written = comments.map(({ id, from, message, created_time, permalink_url }) => ({
    remoteId: id,
    text: message,
    createdAt: created_time,
    // Graph hides authors from tokens without the right to see them.
    isOurs: from === undefined || from.id === context.channel.remoteId,
    url: permalink_url,
  }));
  return uniqueMatch(written, { text, attemptedAt, isComplete: !paging?.next });
}
