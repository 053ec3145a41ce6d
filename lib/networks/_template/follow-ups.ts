import { commitOutcome } from "../commit.ts";
import type { FollowUps, NetworkContext } from "../network.ts";
import { SETTLE_MS } from "../settle.ts";
import { call } from "./api.ts";
import { checkLength } from "./check.ts";
import { comparableText, conclude, earliestInstant } from "./find.ts";
import { CommentList, CreatedAnswer } from "./wire.ts";

/**
 * What we say below our own posts: a first comment, the parts of a thread. Each is a publication of its own and keeps the
 * same protocol. A network without threads leaves `thread` out of `kinds`.
 */
export const followUps: FollowUps = {
  kinds: ["comment", "thread"],
  check: ({ text }) => checkLength(text),
  commit: ({ text }, postId, _commitKey, context) => commitOutcome(() => comment(text, postId, context)),
  async find({ draft, attemptedAt }, postId, context) {
    const { comments } = await call({ method: "GET", path: commentsOn(postId), answer: CommentList }, context);
    const since = earliestInstant(attemptedAt);
    return conclude(
      comments.filter(
        ({ isOurs, text, createdAt }) =>
          isOurs && comparableText(text) === comparableText(draft.text) && new Date(createdAt) >= since,
      ),
    );
  },
  settleMs: SETTLE_MS,
  honoursCommitKey: false,
};

/** https://docs.sample.example/comments */
async function comment(text: string, postId: string, context: NetworkContext): Promise<{ remoteId: string }> {
  const body = JSON.stringify({ text });
  const { id } = await call({ method: "POST", path: commentsOn(postId), body, answer: CreatedAnswer }, context);
  return { remoteId: id };
}

function commentsOn(postId: string): string {
  return `/posts/${encodeURIComponent(postId)}/comments`;
}
