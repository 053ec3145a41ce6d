import type { Transition } from "../transition.ts";
import type { AnsweredMessage, Reply, ReplyState } from "./reply.ts";

export type ReplyTransition = Transition<Reply>;

/** When, and under which name, a transition is written. */
export interface ReplyStamp {
  readonly now: Date;
  readonly claimId: string;
  /** Of the network's answer that made us write. */
  readonly traceId?: string;
}

/**
 * How long a claim lasts: longer than the reply function may run (one minute) plus the longest socket (30 seconds),
 * so that an expired lease means a dead worker and a closed connection.
 */
export const REPLY_LEASE_MS = 3 * 60_000;

/** After this many unanswered questions a person has to look. */
const MAX_PROBES = 12;

/** Takes the reply for the one irreversible request. */
export function claimReply(reply: Reply, target: AnsweredMessage, stamp: ReplyStamp): ReplyTransition {
  const leaseUntil = new Date(stamp.now.getTime() + REPLY_LEASE_MS);
  return {
    guard: isStill(reply, "waiting"),
    set: {
      state: "sending",
      target,
      fence: reply.fence + 1,
      attempt: reply.attempt + 1,
      leaseUntil,
      nextStepAt: leaseUntil,
      intentAt: reply.intentAt ?? stamp.now,
    },
    ...write("sending", stamp, `attempt ${reply.attempt + 1}`),
  };
}

/** The network has it: it said so, or it was found there. Left to announce. */
export function replySent(
  reply: Reply,
  { remoteId, url, sentAt }: { readonly remoteId: string; readonly url?: string; readonly sentAt: Date },
  stamp: ReplyStamp,
): ReplyTransition {
  return {
    guard: isStill(reply, reply.state),
    set: { state: "sent", remoteId, url, sentAt, nextStepAt: stamp.now },
    remove: ["leaseUntil", "reason"],
    ...write("sent", stamp, remoteId),
  };
}

/** It cannot be sent, ever. Left to announce. */
export function replyFailed(reply: Reply, reason: string, stamp: ReplyStamp): ReplyTransition {
  return {
    guard: isStill(reply, reply.state),
    set: { state: "failed", reason, nextStepAt: stamp.now },
    remove: ["leaseUntil"],
    ...write("failed", stamp, reason),
  };
}

/** Provably not sent: waits until `retryAt`. An intent that came to nothing is no intent. */
export function postponeReply(
  reply: Reply,
  { reason, retryAt }: { readonly reason: string; readonly retryAt: Date },
  stamp: ReplyStamp,
): ReplyTransition {
  return {
    guard: isStill(reply, reply.state),
    set: { state: "waiting", reason, nextStepAt: retryAt },
    remove: ["leaseUntil", "intentAt"],
    ...write("waits", stamp, reason),
  };
}

/**
 * Nobody knows whether the request worked. The network is asked once what it accepted must show; but "not there" counts
 * only after the lease as well, when no request can be on its way any more.
 */
export function doubtReply(
  reply: Reply,
  { reason, settleMs }: { readonly reason: string; readonly settleMs: number },
  stamp: ReplyStamp,
): ReplyTransition {
  const { leaseUntil = stamp.now } = reply;
  const settledAt = new Date(Math.max(leaseUntil.getTime(), stamp.now.getTime()) + settleMs);
  const nextStepAt = new Date(stamp.now.getTime() + settleMs);
  return {
    guard: isStill(reply, "sending"),
    // The fence grows, so that a claim's holder who is only late, not dead, cannot write over the doubt.
    set: { state: "uncertain", fence: reply.fence + 1, reason, probeCount: 0, settledAt, nextStepAt },
    remove: ["leaseUntil"],
    ...write("uncertain", stamp, reason),
  };
}

/** The network does not have it: once it had time to show it, it may be sent again. */
export function replyAbsent(reply: Reply, stamp: ReplyStamp): ReplyTransition {
  const { settledAt = stamp.now } = reply;
  if (stamp.now.getTime() < settledAt.getTime()) return replyAskedTooSoon(reply, settledAt, stamp);
  return {
    guard: isStill(reply, "uncertain"),
    set: { state: "waiting", nextStepAt: stamp.now },
    remove: ["intentAt", "settledAt", "reason"],
    ...write("not at the network: will be sent again", stamp),
  };
}

function replyAskedTooSoon(reply: Reply, nextStepAt: Date, stamp: ReplyStamp): ReplyTransition {
  return {
    guard: isStill(reply, "uncertain"),
    set: { nextStepAt },
    ...write("asked the network", stamp, "not there yet"),
  };
}

/** The network must not be asked now: that is no answer, and does not count as one. */
export function replyAskedLater(reply: Reply, nextStepAt: Date, stamp: ReplyStamp): ReplyTransition {
  return { guard: isStill(reply, "uncertain"), set: { nextStepAt }, ...write("waits, still uncertain", stamp) };
}

/** The network could not be asked: asked again later, and in the end a person has to look. */
export function replyUnanswered(reply: Reply, reason: string, stamp: ReplyStamp): ReplyTransition {
  if (reply.probeCount + 1 >= MAX_PROBES) return replyNeedsPerson(reply, reason, stamp);
  const delayMs = Math.min(15_000 * 2 ** reply.probeCount, 15 * 60_000);
  return {
    guard: isStill(reply, "uncertain"),
    set: { probeCount: reply.probeCount + 1, reason, nextStepAt: new Date(stamp.now.getTime() + delayMs) },
    ...write("asked the network", stamp, reason),
  };
}

/** Nobody can know whether it is live. Left to announce. */
export function replyNeedsPerson(reply: Reply, reason: string, stamp: ReplyStamp): ReplyTransition {
  return {
    guard: isStill(reply, "uncertain"),
    set: { state: "review", reason, nextStepAt: stamp.now },
    ...write("needs a person", stamp, reason),
  };
}

/** The world was told how it ended: nothing is left to do. */
export function replyAnnounced(reply: Reply, stamp: ReplyStamp): ReplyTransition {
  return { guard: isStill(reply, reply.state), set: {}, remove: ["nextStepAt"], ...write("announced", stamp) };
}

function isStill({ fence }: Reply, state: ReplyState): ReplyTransition["guard"] {
  return [
    { attribute: "state", is: "one-of", values: [state] },
    { attribute: "fence", is: "equal", value: fence },
  ];
}

function write(
  what: string,
  { now, claimId, traceId }: ReplyStamp,
  detail?: string,
): Pick<ReplyTransition, "claimId" | "entry"> {
  return { claimId, entry: { at: now, what, by: "replier", detail, traceId } };
}

/** The reply as it is once the transition has been written. */
export function replyAfter(reply: Reply, { set, remove = [], claimId, entry }: ReplyTransition): Reply {
  const next = { ...reply, ...set, claimId, history: [...reply.history, entry] };
  for (const attribute of remove) Reflect.deleteProperty(next, attribute);
  return next;
}
