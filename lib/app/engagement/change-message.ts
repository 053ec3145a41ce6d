import { type Message, unheardOf } from "#lib/domain/engagement/message.ts";
import type { MessageStore } from "./ports.ts";

/** So many workers do not meet at one message by chance. */
const MAX_TRIES = 10;

export class MessageContendedError extends Error {
  override readonly name = "MessageContendedError";
}

/**
 * Changes a message by a pure function, whatever others do to it meanwhile: a write that lost is decided anew on what
 * won. A function that gives its argument back writes nothing.
 *
 * @param start what is believed to be stored, to save a read; or the id, to read it first.
 * @throws MessageContendedError when others were faster again and again: the job is then retried.
 */
export async function changeMessage(
  start: Message | string,
  change: (message: Message) => Message,
  messages: MessageStore,
): Promise<{ readonly message: Message; readonly isChanged: boolean }> {
  const messageId = typeof start === "string" ? start : start.messageId;
  const read = async () => (await messages.load(messageId)) ?? unheardOf(messageId);

  let message = typeof start === "string" ? await read() : start;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const changed = change(message);
    if (changed === message) return { message, isChanged: false };
    const saved = await messages.save(changed);
    if (saved) return { message: saved, isChanged: true };
    message = await read();
  }
  throw new MessageContendedError(`message ${messageId} is being changed by too many at once`);
}
