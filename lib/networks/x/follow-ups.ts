import { commitOutcome } from "../commit.ts";
import type { FollowUps } from "../network.ts";
import { SETTLE_MS } from "../settle.ts";
import { checkPostText } from "./check.ts";
import { findAnswer } from "./find.ts";
import { createPost } from "./publish.ts";
import { withoutAddressees } from "./text.ts";

/**
 * A thread is a chain of answers to ourselves, each to the one before; a first comment is such an answer as well. X's rule
 * that only who spoke to us may be answered does not concern our own posts.
 *
 * @see https://docs.x.com/x-api/posts/create-post
 */
export const followUps: FollowUps = {
  kinds: ["thread", "comment"],
  check: ({ text }) => checkPostText(text),
  commit: ({ text }, answeredId, _commitKey, context) =>
    commitOutcome(() => createPost({ text, reply: { in_reply_to_tweet_id: answeredId } }, context)),
  find: ({ draft, attemptedAt }, answeredId, context) =>
    findAnswer({ text: withoutAddressees(draft.text), answeredId, attemptedAt }, context),
  settleMs: SETTLE_MS,
  honoursCommitKey: false,
};
