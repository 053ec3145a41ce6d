import type { Problem } from "#lib/domain/publishing/draft.ts";
import { checkReplyWindow, findDirectMessage, type Inbox, sendDirectMessage } from "../meta/direct-message.ts";
import type { CommitOutcome, FindResult, NetworkContext, Replies, ReplyTarget } from "../network.ts";
import { SETTLE_MS } from "../settle.ts";
import { COMMENT_LENGTH, findComment, writeComment } from "./comments.ts";

/** Not documented by Meta; known from practice. */
const DIRECT_LENGTH = 2000;

export const replies: Replies = { kinds: ["comment", "mention", "direct"], check, send, find, settleMs: SETTLE_MS };

function check(text: string, target: ReplyTarget, now: Date): readonly Problem[] {
  const isDirect = target.kind === "direct";
  return [
    ...checkLength(text, isDirect ? DIRECT_LENGTH : COMMENT_LENGTH),
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
  return writeComment(text, target.messageRemoteId, context);
}

function find(text: string, target: ReplyTarget, attemptedAt: Date, context: NetworkContext): Promise<FindResult> {
  if (target.kind === "direct") return findDirectMessage({ text, target, attemptedAt }, inbox(context), context);
  return findComment({ text, parentId: target.messageRemoteId, attemptedAt }, context);
}

function inbox({ channel }: NetworkContext): Inbox {
  return { owner: channel.remoteId, platform: "MESSENGER" };
}
