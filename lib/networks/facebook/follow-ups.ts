import type { FollowUps } from "../network.ts";
import { SETTLE_MS } from "../settle.ts";
import { COMMENT_LENGTH, findComment, writeComment } from "./comments.ts";

/** Needs `pages_manage_engagement`. Facebook has no threads. */
export const followUps: FollowUps = {
  kinds: ["comment"],
  check({ text }) {
    if (text.length <= COMMENT_LENGTH) return [];
    return [
      {
        column: "first_comment",
        problem: `${text.length} characters, but Facebook takes ${COMMENT_LENGTH} in a comment`,
        remedy: "shorten the comment",
        inFrench: {
          problem: `${text.length} caractères, mais Facebook en accepte ${COMMENT_LENGTH} dans un commentaire`,
          remedy: "raccourcissez le commentaire",
        },
      },
    ];
  },
  commit: ({ text }, postId, _commitKey, context) => writeComment(text, postId, context),
  find: ({ draft: { text }, attemptedAt }, parentId, context) => findComment({ text, parentId, attemptedAt }, context),
  settleMs: SETTLE_MS,
  honoursCommitKey: false,
};
