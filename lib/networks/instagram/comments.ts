import { graphGet } from "../meta/graph.ts";
import { uniqueMatch } from "../meta/own-writing.ts";
import type { FindResult, NetworkContext } from "../network.ts";
import { CommentList } from "./wire.ts";

/** The most that Graph lists at once, newest first. */
const LISTED = 50;

/** Looks for what we have written since the attempt below a media (`comments`) or a comment (`replies`). */
export async function findWritten(
  { text, attemptedAt }: { readonly text: string; readonly attemptedAt: Date },
  path: readonly [id: string, edge: "comments" | "replies"],
  context: NetworkContext,
): Promise<FindResult> {
  const { data, paging } = await graphGet(context, {
    path,
    params: { fields: "id,text,timestamp,username,from", limit: LISTED },
    answer: CommentList,
  });
  const { remoteId: ourId, handle } = context.channel;
  const written = data.map(({ id, from, username, timestamp, ...comment }) => ({
    remoteId: id,
    text: comment.text,
    createdAt: timestamp,
    isOurs: from?.id === ourId || (username !== undefined && username === handle),
  }));
  return uniqueMatch(written, { text, attemptedAt, isComplete: !paging?.next });
}
