import type { Problem } from "#lib/domain/publishing/draft.ts";
import { commitOutcome } from "../commit.ts";
import { checkReplyWindow, findDirectMessage, type Inbox, sendDirectMessage } from "../meta/direct-message.ts";
import { graphGet, graphPost } from "../meta/graph.ts";
import { uniqueMatch } from "../meta/own-writing.ts";
import type { CommitOutcome, FindResult, NetworkContext, Replies, ReplyTarget } from "../network.ts";
import { SETTLE_MS } from "../settle.ts";
import { Comments, PublishedObject } from "./wire.ts";

/** Neither is documented by Meta; both are known from practice. */
const TEXT_LENGTH = { direct: 2000, comment: 8000 };

export const replies: Replies = { kinds: ["comment", "mention", "direct"], check, send, find, settleMs: SETTLE_MS };

function check(text: string, target: ReplyTarget, now: Date): readonly Problem[] {
  const isDirect = target.kind === "direct";
  return [
    ...checkLength(text, isDirect ? TEXT_LENGTH.direct : TEXT_LENGTH.comment),
    ...(isDirect ? checkReplyWindow(target, now) : []),
  ];
}

function checkLength(text: string, max: number): Problem[] {
  if (text.trim() === "") return [{ column: "text", problem: "the answer is empty", remedy: "write something" }];
  if (text.length <= max) return [];
  const problem = `${text.length} characters, but Facebook takes ${max}`;
  return [{ column: "text", problem, remedy: "shorten the answer, or send it in two" }];
}

/** A mention is answered as a comment is: below the post or comment that mentions us. */
function send(text: string, target: ReplyTarget, commitKey: string, context: NetworkContext): Promise<CommitOutcome> {
  if (target.kind === "direct") return sendDirectMessage({ text, target, commitKey }, inbox(context), context);
  return commitOutcome(async () => {
    const comment = await graphPost(context, {
      path: [target.messageRemoteId, "comments"],
      params: { message: text, fields: "id,permalink_url" },
      answer: PublishedObject,
    });
    return { remoteId: comment.id, url: comment.permalink_url };
  });
}

const LISTED_COMMENTS = 100;

async function find(
  text: string,
  target: ReplyTarget,
  attemptedAt: Date,
  context: NetworkContext,
): Promise<FindResult> {
  if (target.kind === "direct") return findDirectMessage({ text, target, attemptedAt }, inbox(context), context);
  const { data: comments, paging } = await graphGet(context, {
    path: [target.messageRemoteId, "comments"],
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

function inbox({ channel }: NetworkContext): Inbox {
  return { owner: channel.remoteId, platform: "MESSENGER" };
}
