import { reasonOf } from "#lib/domain/accounts/rates/budget.ts";
import type { Purpose } from "#lib/domain/accounts/rates/purpose.ts";
import { turnAfter } from "#lib/domain/accounts/rates/spread.ts";
import type { AnsweredMessage, Reply } from "#lib/domain/engagement/reply.ts";
import {
  claimReply,
  doubtReply,
  postponeReply,
  type ReplyTransition,
  replyFailed,
  replySent,
} from "#lib/domain/engagement/reply-transitions.ts";
import type { Problem } from "#lib/domain/publishing/draft.ts";
import { HTTP_TIMEOUT_MS } from "#lib/networks/http.ts";
import type { CommitOutcome } from "#lib/networks/network.ts";
import { findAnsweredMessage } from "./find-answered-message.ts";
import { routeTo } from "./reply-route.ts";
import { type ReplyServices, stamp } from "./reply-services.ts";

/** A network that refuses for now is tried again after this, unless it says when. */
const RETRY_AFTER_MS = 60_000;

/** Sends a reply that waits: checks, claims, and makes the one irreversible call. */
export async function commitReply(reply: Reply, services: ReplyServices): Promise<Reply> {
  const apply = async (transition: ReplyTransition) => services.replies.apply(reply, transition);
  const target = reply.target ?? (await findAnsweredMessage(reply, services));
  if (!target) {
    return (await apply(replyFailed(reply, "there is no such message to answer", stamp(services)))).reply;
  }
  const obstacle = await obstacleTo(reply, target, services);
  if ("transition" in obstacle) return (await apply(obstacle.transition)).reply;

  const claim = await apply(claimReply(reply, target, stamp(services)));
  if (!claim.applied) return claim.reply;
  const { adapter, access, line } = obstacle;
  let sentAt = services.clock.now();
  const outcome = await access.commit(
    (context) => {
      sentAt = services.clock.now();
      return adapter.send(reply.text, target, reply.replyId, context);
    },
    () => outlastsRequest(claim.reply, services.clock.now()),
  );
  if (outcome.outcome === "notAccepted" && outcome.because === "rate-limited") {
    line.refused(purposeOf(target), outcome.retryAt ?? new Date(sentAt.getTime() + RETRY_AFTER_MS));
  }
  const end = afterCommit(claim.reply, { outcome, sentAt, settleMs: adapter.settleMs }, services);
  const stored = await services.replies.apply(claim.reply, end);
  await line.settled();
  return stored.reply;
}

/** Whether the claim is still ours when a request that leaves now has ended. */
function outlastsRequest({ leaseUntil }: Reply, now: Date): boolean {
  return leaseUntil === undefined || now.getTime() + HTTP_TIMEOUT_MS <= leaseUntil.getTime();
}

async function obstacleTo(reply: Reply, target: AnsweredMessage, services: ReplyServices) {
  const route = await routeTo(target, services);
  if ("isForGood" in route) {
    const { isForGood, reason } = route;
    return { transition: isForGood ? replyFailed(reply, reason, stamp(services)) : later(reply, { reason }, services) };
  }
  const closure = route.line.closure(purposeOf(target));
  if (closure) {
    // Spread a little: others wait for the same opening.
    const retryAt = turnAfter(closure.until, reply.replyId, 1);
    return { transition: later(reply, { reason: reasonOf(closure), retryAt }, services) };
  }
  const problems = route.adapter.check(reply.text, target, services.clock.now());
  const errors = problems.filter(({ severity }) => severity !== "warning");
  return errors.length === 0 ? route : { transition: replyFailed(reply, inWords(errors), stamp(services)) };
}

function purposeOf({ kind }: AnsweredMessage): Purpose {
  return kind === "direct" ? "messaging" : "replying";
}

interface Sent {
  readonly outcome: CommitOutcome;
  readonly sentAt: Date;
  readonly settleMs: number;
}

function afterCommit(claimed: Reply, { outcome, sentAt, settleMs }: Sent, services: ReplyServices): ReplyTransition {
  const told = { ...stamp(services), traceId: outcome.traceId };
  switch (outcome.outcome) {
    case "accepted":
      return replySent(claimed, { remoteId: outcome.remoteId, url: outcome.url, sentAt }, told);
    case "notAccepted":
      return later(claimed, outcome, services);
    case "ambiguous":
      return doubtReply(claimed, { reason: outcome.reason, settleMs }, told);
    case "rejected": {
      // "You said this already", after an attempt that seemed lost: evidence that it was not.
      const isPerhapsOurs = outcome.duplicate === true && claimed.attempt > 1;
      return isPerhapsOurs
        ? doubtReply(claimed, { reason: outcome.reason, settleMs }, told)
        : replyFailed(claimed, outcome.reason, told);
    }
  }
}

type Delay = Pick<Extract<CommitOutcome, { outcome: "notAccepted" }>, "reason" | "retryAt" | "traceId">;

function later(reply: Reply, why: Delay, services: ReplyServices) {
  const { reason, traceId } = why;
  const at = { ...stamp(services), traceId };
  const retryAt = why.retryAt ?? new Date(at.now.getTime() + RETRY_AFTER_MS);
  return postponeReply(reply, { reason, retryAt }, at);
}

function inWords(problems: readonly Problem[]): string {
  return problems.map(({ problem, remedy }) => `${problem}: ${remedy}`).join("; ");
}
