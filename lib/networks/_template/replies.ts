import type { Problem } from "#lib/domain/publishing/draft.ts";
import { commitOutcome } from "../commit.ts";
import type { CommitOutcome, FindResult, NetworkContext, Replies, ReplyTarget } from "../network.ts";
import { SETTLE_MS } from "../settle.ts";
import { call } from "./api.ts";
import { checkLength } from "./check.ts";
import { comparableText, conclude, earliestInstant } from "./find.ts";
import { AnswerList, CreatedAnswer } from "./wire.ts";

/** The same protocol as publishing: one irreversible call, and a way to find out afterwards. */
export const replies: Replies = {
  kinds: ["comment", "mention", "direct"],
  check: checkReply,
  send: (text, target, _commitKey, context) => send(text, target, context),
  find: findReply,
  settleMs: SETTLE_MS,
};

/** Networks that close their reply window compare `target.lastInboundAt` with `now` here. */
function checkReply(text: string): readonly Problem[] {
  if (text.trim() === "") return [{ column: "text", problem: "an empty answer", remedy: "write something" }];
  return checkLength(text);
}

function answersTo({ messageRemoteId }: ReplyTarget): string {
  return `/messages/${encodeURIComponent(messageRemoteId)}/answers`;
}

function send(text: string, target: ReplyTarget, context: NetworkContext): Promise<CommitOutcome> {
  const path = answersTo(target);
  return commitOutcome(async () => {
    const body = JSON.stringify({ text });
    const { id } = await call({ method: "POST", path, body, answer: CreatedAnswer }, context);
    return { remoteId: id };
  });
}

async function findReply(
  text: string,
  target: ReplyTarget,
  attemptedAt: Date,
  context: NetworkContext,
): Promise<FindResult> {
  const { answers } = await call({ method: "GET", path: answersTo(target), answer: AnswerList }, context);
  const since = earliestInstant(attemptedAt);
  return conclude(
    answers.filter(
      (answer) => comparableText(answer.text) === comparableText(text) && new Date(answer.createdAt) >= since,
    ),
  );
}
