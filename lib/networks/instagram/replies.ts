import type { Problem } from "#lib/domain/publishing/draft.ts";
import { commitOutcome } from "../commit.ts";
import { checkReplyWindow, findDirectMessage, type Inbox, sendDirectMessage } from "../meta/direct-message.ts";
import { graphPost } from "../meta/graph.ts";
import { CreatedObject } from "../meta/wire.ts";
import type { CommitOutcome, FindResult, NetworkContext, Replies, ReplyTarget } from "../network.ts";
import { SETTLE_MS } from "../settle.ts";
import { findWritten } from "./comments.ts";
import { limits } from "./limits.ts";
import { findMentionAnswer, placeOfMention } from "./mention.ts";

/** @see https://developers.facebook.com/docs/messenger-platform/instagram/features/send-message */
const DIRECT_BYTES = 1000;

/** `me` is the Page that the Instagram account is linked to: messages go through it. */
const INBOX: Inbox = { owner: "me", platform: "INSTAGRAM" };

export const replies: Replies = { kinds: ["comment", "mention", "direct"], check, send, find, settleMs: SETTLE_MS };

function check(text: string, target: ReplyTarget, now: Date): readonly Problem[] {
  if (text.trim() === "") return [{ column: "text", problem: "the answer is empty", remedy: "write something" }];
  if (target.kind === "direct") return [...checkDirectLength(text), ...checkReplyWindow(target, now)];
  if (text.length <= limits.textLength) return [];
  const problem = `${text.length} characters, but Instagram takes ${limits.textLength}`;
  return [{ column: "text", problem, remedy: "shorten the answer" }];
}

function checkDirectLength(text: string): Problem[] {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes <= DIRECT_BYTES) return [];
  const problem = `${bytes} bytes (accents and emoji count for more than one), but Instagram takes ${DIRECT_BYTES}`;
  return [{ column: "text", problem, remedy: "shorten the answer, or send it in two" }];
}

function send(text: string, target: ReplyTarget, commitKey: string, context: NetworkContext): Promise<CommitOutcome> {
  if (target.kind === "direct") return sendDirectMessage({ text, target, commitKey }, INBOX, context);
  return commitOutcome(async () => {
    const { id: remoteId } = await graphPost(context, { ...comment(text, target, context), answer: CreatedObject });
    return { remoteId };
  });
}

/**
 * Comments can be answered at the top level only; an answer to an answer lands there too. A mention stands on
 * somebody else's media, which we reach through our own profile.
 *
 * @see https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/mentions
 */
function comment(message: string, target: ReplyTarget, { channel }: NetworkContext) {
  if (target.kind !== "mention") return { path: [target.threadRemoteId, "replies"], params: { message } };
  const { mediaId, commentId } = placeOfMention(target);
  return { path: [channel.remoteId, "mentions"], params: { media_id: mediaId, comment_id: commentId, message } };
}

async function find(
  text: string,
  target: ReplyTarget,
  attemptedAt: Date,
  context: NetworkContext,
): Promise<FindResult> {
  if (target.kind === "direct") return findDirectMessage({ text, target, attemptedAt }, INBOX, context);
  if (target.kind === "mention") return findMentionAnswer({ text, target, attemptedAt }, context);
  return findWritten({ text, attemptedAt }, [target.threadRemoteId, "replies"], context);
}
