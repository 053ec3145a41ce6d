import type { ReplyQueue } from "#lib/app/engagement/ports.ts";
import type { MessageKind } from "#lib/domain/engagement/inbound.ts";

/** What the bakery answers, by kind of message: on every network to direct messages, and to mentions. */
const ANSWERS: Readonly<Partial<Record<MessageKind, string>>> = {
  direct: "Bonjour ! Oui, le 24 de 6 h à 17 h. Pensez à réserver votre bûche. 🎄",
  mention: "Merci ! Toute l'équipe a lu votre message, farine jusqu'aux oreilles. ❤️",
};

export interface RoutedMessage {
  readonly messageId: string;
  readonly conversationId: string;
  readonly kind: MessageKind;
  readonly event: "created" | "edited" | "deleted";
}

/**
 * An agent of customer service: answers through the reply queue, as a customer-service tool does. The messages stay in
 * their queue for whoever looks there.
 *
 * @returns whether there was something to answer.
 */
export async function answer(
  { messageId, conversationId, kind, event }: RoutedMessage,
  queue: ReplyQueue,
): Promise<boolean> {
  const text = ANSWERS[kind];
  if (text === undefined || event !== "created") return false;
  // The same id however often the message is seen: an agent who clicks twice answers once.
  await queue.send({ version: 1, replyId: `agent-${messageId}`, conversationId, messageId, text });
  return true;
}

export function isAnswered(kind: MessageKind): boolean {
  return ANSWERS[kind] !== undefined;
}
