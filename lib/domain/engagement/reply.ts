import type { HistoryEntry } from "../transition.ts";
import type { MessageKind } from "./inbound.ts";

/**
 * - `waiting`: to be sent, at `nextStepAt`.
 * - `sending`: a worker holds the claim and the one irreversible request may be on its way.
 * - `uncertain`: that request may or may not have worked; the network is being asked.
 * - `review`: nobody can know; a person looks. `sent`, `failed`: over.
 */
export type ReplyState = "waiting" | "sending" | "uncertain" | "review" | "sent" | "failed";

/** Our answer to a customer, with its state. It moves by the same protocol as a publication. */
export interface Reply {
  readonly replyId: string;
  readonly conversationId: string;
  /** The message that the agent chose to answer; absent: the customer's latest. */
  readonly messageId?: string;
  readonly text: string;
  readonly requestedAt: Date;

  readonly state: ReplyState;
  /** When somebody has to look at it again; absent when nothing is left to do. */
  readonly nextStepAt?: Date;
  readonly history: readonly HistoryEntry[];
  readonly claimId: string;

  /** How many claims there were. */
  readonly attempt: number;
  /** Grows with every claim and every expiry of one: the write of a worker that lost its claim fails. */
  readonly fence: number;
  readonly leaseUntil?: Date;
  /** When the first request whose outcome is not known for certain may have left. */
  readonly intentAt?: Date;
  /** From when on "not found" at the network proves absence. */
  readonly settledAt?: Date;
  readonly probeCount: number;

  /** What is answered, fixed by the first claim. */
  readonly target?: AnsweredMessage;
  readonly remoteId?: string;
  readonly url?: string;
  readonly sentAt?: Date;
  /** Why it failed or waits, in words for people. */
  readonly reason?: string;
}

/** The customer's message that a reply answers, with what the network needs to place the answer. */
export interface AnsweredMessage {
  readonly messageId: string;
  readonly network: string;
  readonly channelId: string;
  readonly kind: MessageKind;
  readonly messageRemoteId: string;
  readonly threadRemoteId: string;
  readonly postRemoteId?: string;
  readonly authorRemoteId?: string;
  readonly authorName?: string;
  readonly lastInboundAt: Date;
}

export type ReplyStep =
  | { readonly do: "nothing" }
  | { readonly do: "wait"; readonly until: Date }
  | { readonly do: "send" }
  | { readonly do: "give-up" }
  /** The claim's holder is dead: what it did is unknown. */
  | { readonly do: "expire" }
  | { readonly do: "reconcile" }
  /** It is over, and the world has yet to be told. */
  | { readonly do: "announce" };

/** An answer that could not be sent for a day is news to the agent, not to the customer. */
const GIVE_UP_AFTER_MS = 24 * 60 * 60_000;

/** Decides what to do with a reply now. */
export function nextReplyStep(reply: Reply, now: Date): ReplyStep {
  const { nextStepAt } = reply;
  if (nextStepAt === undefined) return { do: "nothing" };
  if (now.getTime() < nextStepAt.getTime()) return { do: "wait", until: nextStepAt };
  switch (reply.state) {
    case "waiting":
      return now.getTime() - reply.requestedAt.getTime() > GIVE_UP_AFTER_MS ? { do: "give-up" } : { do: "send" };
    case "sending":
      return { do: "expire" };
    case "uncertain":
      return { do: "reconcile" };
    case "review":
    case "sent":
    case "failed":
      return { do: "announce" };
  }
}
