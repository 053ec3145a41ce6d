import type { Problem } from "#lib/domain/publishing/draft.ts";
import { commitOutcome } from "../commit.ts";
import type { CommitOutcome, FindResult, NetworkContext, ReplyTarget } from "../network.ts";
import { graphGet, graphPost } from "./graph.ts";
import { type OwnWriting, uniqueMatch } from "./own-writing.ts";
import { Conversations, SentMessage } from "./wire.ts";

/**
 * A business may answer for 24 hours after the customer last wrote.
 *
 * @see https://developers.facebook.com/docs/messenger-platform/policy/policy-overview
 */
const REPLY_WINDOW_MS = 24 * 60 * 60_000;

export function checkReplyWindow({ lastInboundAt }: ReplyTarget, now: Date): Problem[] {
  if (now.getTime() - lastInboundAt.getTime() <= REPLY_WINDOW_MS) return [];
  return [
    {
      column: "text",
      problem: "the customer last wrote more than 24 hours ago, and Meta closes the conversation after that",
      remedy: "answer in Meta Business Suite, or wait until the customer writes again",
    },
  ];
}

/** Where messages are sent from and read: a Page by its id, or `me`, which is the Page that the token belongs to. */
export interface Inbox {
  readonly owner: string;
  readonly platform: "MESSENGER" | "INSTAGRAM";
}

/** @see https://developers.facebook.com/docs/messenger-platform/reference/send-api */
export function sendDirectMessage(
  message: { readonly text: string; readonly target: ReplyTarget; readonly commitKey: string },
  { owner }: Inbox,
  context: NetworkContext,
): Promise<CommitOutcome> {
  return commitOutcome(async () => {
    const sent = await graphPost(context, {
      path: [owner, "messages"],
      params: {
        recipient: { id: message.target.threadRemoteId },
        messaging_type: "RESPONSE",
        // Comes back in the echo of what we sent.
        message: { text: message.text, metadata: message.commitKey },
      },
      answer: SentMessage,
    });
    return { remoteId: sent.message_id };
  });
}

/** The conversation's latest messages: as many as Instagram lets anyone read. */
const LATEST_MESSAGES = 20;

export async function findDirectMessage(
  sought: { readonly text: string; readonly target: ReplyTarget; readonly attemptedAt: Date },
  { owner, platform }: Inbox,
  context: NetworkContext,
): Promise<FindResult> {
  const { data } = await graphGet(context, {
    path: [owner, "conversations"],
    params: {
      platform,
      user_id: sought.target.threadRemoteId,
      fields: `id,messages.limit(${LATEST_MESSAGES}){id,message,created_time,from}`,
    },
    answer: Conversations,
  });
  const messages = data.flatMap(({ messages }) => messages?.data ?? []);
  const written = messages.map(
    ({ id, message, created_time, from }): OwnWriting => ({
      remoteId: id,
      text: message ?? "",
      createdAt: created_time,
      isOurs: from?.id !== sought.target.threadRemoteId,
    }),
  );
  return uniqueMatch(written, {
    ...sought,
    isComplete: data.every((conversation) => !conversation.messages?.paging?.next),
  });
}
