import type { Reply } from "#lib/domain/engagement/reply.ts";
import {
  type ReplyTransition,
  replyAbsent,
  replyAskedLater,
  replyNeedsPerson,
  replySent,
  replyUnanswered,
} from "#lib/domain/engagement/reply-transitions.ts";
import { NetworkError } from "#lib/networks/errors.ts";
import { routeTo } from "./reply-route.ts";
import { type ReplyServices, stamp } from "./reply-services.ts";

/** Asks the network whether an answer of unknown fate is there. */
export async function reconcileReply(reply: Reply, services: ReplyServices): Promise<Reply> {
  const transition = await ask(reply, services);
  return (await services.replies.apply(reply, transition)).reply;
}

async function ask(reply: Reply, services: ReplyServices): Promise<ReplyTransition> {
  const { target, intentAt = reply.requestedAt } = reply;
  const route = target && (await routeTo(target, services));
  if (!route) return replyNeedsPerson(reply, "it is not known what was answered", stamp(services));
  if ("isForGood" in route) return replyUnanswered(reply, route.reason, stamp(services));
  const closure = route.line.closure("reconciling");
  if (closure) return replyAskedLater(reply, closure.until, stamp(services));
  try {
    const { adapter, target, access } = route;
    const found = await access.read((context) => adapter.find(reply.text, target, intentAt, context));
    if (found.found) return replySent(reply, { ...found, sentAt: intentAt }, stamp(services));
    if (found.because === "absent") return replyAbsent(reply, stamp(services));
    return replyNeedsPerson(reply, found.reason, stamp(services));
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    const { message, traceId } = error;
    return replyUnanswered(reply, message, { ...stamp(services), traceId });
  } finally {
    await route.line.settled();
  }
}
