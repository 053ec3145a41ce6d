import type { Problem } from "#lib/domain/publishing/draft.ts";
import { commitOutcome } from "../commit.ts";
import type { CommitOutcome, FindResult, NetworkContext, Replies, ReplyTarget } from "../network.ts";
import { SETTLE_MS } from "../settle.ts";
import { get, post } from "./api.ts";
import { checkPostText } from "./check.ts";
import { earliestInstant, findAnswer } from "./find.ts";
import { DIRECT_MESSAGE_LENGTH } from "./limits.ts";
import { createPost } from "./publish.ts";
import { comparableText, readableText, withoutAddressees } from "./text.ts";
import { CreatedDirectMessage, DirectMessagePage, instantOf } from "./wire.ts";

/**
 * Answers to posts, and direct messages. Since 2026-02-23 X lets an app answer a post only when its author mentioned
 * the answering account or quoted it; X refuses any other answer with a 403, which becomes `rejected`:
 * https://docs.x.com/x-api/posts/manage-tweets/integrate
 */
export const replies: Replies = {
  kinds: ["comment", "mention", "direct"],
  settleMs: SETTLE_MS,
  check: checkReply,
  send: (text, target, _commitKey, context) => send(text, target, context),
  find: (text, target, attemptedAt, context) => findReply({ text, target, attemptedAt }, context),
};

function checkReply(text: string, target: ReplyTarget): readonly Problem[] {
  if (text.trim() === "") return [{ column: "text", problem: "an empty answer", remedy: "write something" }];
  if (target.kind !== "direct") return checkPostText(text);
  if (!target.authorRemoteId) {
    return [{ column: "conversation", problem: "X did not tell whom to answer", remedy: "answer on x.com" }];
  }
  if (text.length <= DIRECT_MESSAGE_LENGTH) return [];
  const problem = `${text.length} characters; X takes ${DIRECT_MESSAGE_LENGTH} in a direct message`;
  return [{ column: "text", problem, remedy: `shorten it by ${text.length - DIRECT_MESSAGE_LENGTH}` }];
}

function send(text: string, target: ReplyTarget, context: NetworkContext): Promise<CommitOutcome> {
  if (target.kind === "direct") return commitOutcome(() => sendDirect(text, target, context));
  const body = { text, reply: { in_reply_to_tweet_id: target.messageRemoteId } };
  return commitOutcome(() => createPost(body, context));
}

/** https://docs.x.com/x-api/direct-messages/create-dm-message-by-participant-id */
async function sendDirect(text: string, target: ReplyTarget, context: NetworkContext): Promise<{ remoteId: string }> {
  const path = `${conversationWith(target)}/messages`;
  const { data } = await post({ path, body: { text }, answer: CreatedDirectMessage }, context);
  return { remoteId: data.dm_event_id };
}

/** For direct messages the thread is the other person. */
function conversationWith({ authorRemoteId, threadRemoteId }: ReplyTarget): string {
  return `/2/dm_conversations/with/${encodeURIComponent(authorRemoteId ?? threadRemoteId)}`;
}

interface SoughtReply {
  readonly text: string;
  readonly target: ReplyTarget;
  readonly attemptedAt: Date;
}

function findReply({ text, target, attemptedAt }: SoughtReply, context: NetworkContext): Promise<FindResult> {
  if (target.kind === "direct") return findDirect({ text, target, attemptedAt }, context);
  return findAnswer({ text: withoutAddressees(text), answeredId: target.messageRemoteId, attemptedAt }, context);
}

/** The newest hundred messages of the conversation are looked through. */
async function findDirect({ text, target, attemptedAt }: SoughtReply, context: NetworkContext): Promise<FindResult> {
  const since = earliestInstant(attemptedAt);
  const query = {
    max_results: "100",
    event_types: "MessageCreate",
    "dm_event.fields": "id,text,sender_id,created_at,entities",
  };
  const { data } = await get(
    { path: `${conversationWith(target)}/dm_events`, query, answer: DirectMessagePage },
    context,
  );
  const same = data.filter(
    (message) =>
      message.sender_id === context.channel.remoteId &&
      instantOf(message) >= since &&
      comparableText(readableText(message.text, message.entities)) === comparableText(text),
  );
  const [only, ...others] = same;
  if (only && others.length === 0) return { found: true, remoteId: only.id };
  if (!only) return { found: false, because: "absent" };
  return { found: false, because: "cannot-know", reason: `${same.length} direct messages on X have this text` };
}
