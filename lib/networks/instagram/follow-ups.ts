import type { Problem } from "#lib/domain/publishing/draft.ts";
import { commitOutcome } from "../commit.ts";
import { graphPost } from "../meta/graph.ts";
import { CreatedObject } from "../meta/wire.ts";
import type { CommitOutcome, FollowUps, NetworkContext } from "../network.ts";
import { SETTLE_MS } from "../settle.ts";
import { findWritten } from "./comments.ts";
import { limits } from "./limits.ts";

/** Our own comment below our own media: a place for hashtags. Instagram has no threads. */
export const followUps: FollowUps = {
  kinds: ["comment"],
  check: ({ text }) => checkLength(text),
  commit: ({ text }, mediaId, _commitKey, context) => comment(text, mediaId, context),
  find: ({ draft: { text }, attemptedAt }, mediaId, context) =>
    findWritten({ text, attemptedAt }, [mediaId, "comments"], context),
  settleMs: SETTLE_MS,
  honoursCommitKey: false,
};

function checkLength(text: string): readonly Problem[] {
  if (text.length <= limits.textLength) return [];
  return [
    {
      column: "first_comment",
      problem: `${text.length} characters, but Instagram takes ${limits.textLength} in a comment`,
      remedy: "shorten the comment",
      inFrench: {
        problem: `${text.length} caractères, mais Instagram en accepte ${limits.textLength} dans un commentaire`,
        remedy: "raccourcissez le commentaire",
      },
    },
  ];
}

/** @see https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-media/comments */
function comment(message: string, mediaId: string, context: NetworkContext): Promise<CommitOutcome> {
  return commitOutcome(async () => {
    const { id } = await graphPost(context, {
      path: [mediaId, "comments"],
      params: { message },
      answer: CreatedObject,
    });
    return { remoteId: id };
  });
}
