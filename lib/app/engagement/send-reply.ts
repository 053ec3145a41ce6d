import { nextReplyStep, type Reply } from "#lib/domain/engagement/reply.ts";
import { ReplyRequest } from "#lib/domain/engagement/reply-request.ts";
import {
  doubtReply,
  type ReplyStamp,
  type ReplyTransition,
  replyAnnounced,
  replyFailed,
} from "#lib/domain/engagement/reply-transitions.ts";
import { announceReply, refuseRequest } from "./announce-reply.ts";
import { commitReply } from "./commit-reply.ts";
import { reconcileReply } from "./reconcile-reply.ts";
import { type ReplyServices, stamp } from "./reply-services.ts";

/** Longer than any path through the states; a reply that takes more is going in circles. */
const MAX_STEPS = 12;

export class ReplyCirclesError extends Error {
  override readonly name = "ReplyCirclesError";
}

/**
 * Answers a customer, once for each `replyId`: a request that comes again goes on where the first one is. A request
 * that makes no sense is refused by an event; it would make no more sense the next time.
 */
export async function sendReply(body: unknown, services: ReplyServices): Promise<void> {
  const request = ReplyRequest.safeParse(body);
  if (!request.success) return refuseRequest(body, request.error, services);

  let reply = await services.replies.open(newReply(request.data, stamp(services)));
  for (let step = 0; step < MAX_STEPS; step++) {
    const next = await takeStep(reply, services);
    if (!next) return;
    reply = next;
  }
  throw new ReplyCirclesError(`reply ${reply.replyId} does not come to an end`);
}

/** Gives the reply as it is afterwards, or undefined when there is nothing to do now. */
async function takeStep(reply: Reply, services: ReplyServices): Promise<Reply | undefined> {
  const apply = async (transition: ReplyTransition) => (await services.replies.apply(reply, transition)).reply;
  const step = nextReplyStep(reply, services.clock.now());
  switch (step.do) {
    case "nothing":
    case "wait":
      return undefined;
    case "give-up":
      return apply(replyFailed(reply, `not sent within a day: ${reply.reason ?? "unknown"}`, stamp(services)));
    case "send":
      return commitReply(reply, services);
    case "expire":
      return apply(doubtReply(reply, { reason: DEAD_WORKER, settleMs: settleMs(reply, services) }, stamp(services)));
    case "reconcile":
      return reconcileReply(reply, services);
    case "announce":
      await announceReply(reply, services);
      return apply(replyAnnounced(reply, stamp(services)));
  }
}

const DEAD_WORKER = "the worker that was sending it stopped without a word";

function settleMs({ target }: Reply, { networks }: ReplyServices): number {
  return (target && networks(target.network)?.replies?.settleMs) ?? 0;
}

function newReply(request: ReplyRequest, { now, claimId }: ReplyStamp): Reply {
  const { replyId, conversationId, messageId, text } = request;
  return {
    replyId,
    conversationId,
    messageId,
    text,
    requestedAt: now,
    state: "waiting",
    nextStepAt: now,
    history: [{ at: now, what: "requested", by: "customer service" }],
    claimId,
    attempt: 0,
    fence: 0,
    probeCount: 0,
  };
}
