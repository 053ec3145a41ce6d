import type { Clock } from "#lib/app/clock.ts";
import type { Outbox, ReplyQueue, ReplyStore } from "./ports.ts";
import { type SettleServices, settleMessage } from "./settle-message.ts";

export interface SweepServices extends SettleServices {
  readonly outbox: Outbox;
  readonly replies: Pick<ReplyStore, "load">;
  readonly replyQueue: ReplyQueue;
  readonly clock: Pick<Clock, "now">;
}

/** Whoever stored a message tells of it within seconds: after this it needs help. */
const HELP_AFTER_MS = 2 * 60_000;

/** Leaves a minute-long function time to end what it is doing; the next sweep goes on from there. */
const STOP_AFTER_MS = 40_000;

/** Many wait only after an outage, and then quickly. */
const AT_A_TIME = 8;

/**
 * Finishes what was begun and not brought to its end: a crash, a lost queue, a network that asked to wait. One that
 * fails does not keep the others from being done.
 *
 * @throws AggregateError of everything that failed, at the end.
 */
export async function sweepOutbox(services: SweepServices): Promise<{ messages: number; replies: number }> {
  const now = services.clock.now();
  const failures: unknown[] = [];
  const isTimeUp = () => services.clock.now().getTime() - now.getTime() > STOP_AFTER_MS;
  const each = (ids: AsyncIterable<string>, help: (id: string) => Promise<void>) =>
    helpEach(ids, (id) => help(id).catch((error: unknown) => failures.push(error)), isTimeUp);

  const before = new Date(now.getTime() - HELP_AFTER_MS);
  const messages = await each(services.outbox.messages(before), async (messageId) => {
    const message = await services.messages.load(messageId);
    if (message) await settleMessage(message, services);
  });
  const replies = await each(services.outbox.replies(now), (replyId) => resume(replyId, services));
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} could not be swept`);
  return { messages, replies };
}

/** A few at a time, until there are no more or time is up. Gives their number. */
async function helpEach(
  ids: AsyncIterable<string>,
  help: (id: string) => Promise<unknown>,
  isTimeUp: () => boolean,
): Promise<number> {
  const iterator = ids[Symbol.asyncIterator]();
  let count = 0;
  const worker = async () => {
    while (!isTimeUp()) {
      const { done, value } = await iterator.next();
      if (done) return;
      await help(value);
      count++;
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return count;
}

/** The request again: the reply worker knows by its id how far it has come. */
async function resume(replyId: string, { replies, replyQueue }: SweepServices): Promise<void> {
  const reply = await replies.load(replyId);
  if (reply?.nextStepAt === undefined) return;
  const { conversationId, text, messageId } = reply;
  await replyQueue.send({ version: 1, replyId, conversationId, text, messageId });
}
