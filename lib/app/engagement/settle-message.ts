import type * as z from "zod";
import type { DomainEvent, EventPublisher } from "#lib/app/events.ts";
import type { Log } from "#lib/app/log.ts";
import {
  type CustomerServiceMessage,
  toCustomerServiceMessage,
} from "#lib/domain/engagement/customer-service-message.ts";
import type { MessageReceived, MessageRouted } from "#lib/domain/engagement/events.ts";
import type { Message } from "#lib/domain/engagement/message.ts";
import type { CustomerServiceQueue, MessageStore, Tally } from "./ports.ts";

export interface SettleServices {
  readonly messages: MessageStore;
  readonly customerService: CustomerServiceQueue;
  readonly events: EventPublisher;
  readonly tally: Tally;
  readonly log: Log;
}

/**
 * Tells everybody who must know of a message's latest change, and only then takes it off the outbox. Each part may be
 * repeated, so a crash anywhere in between costs a repetition and never a message.
 */
export async function settleMessage(message: Message, services: SettleServices): Promise<void> {
  const { content, isPending } = message;
  if (!content || !isPending) return;
  await services.messages.file(message);
  if (content.direction === "inbound") await route(toCustomerServiceMessage(message, content), message, services);
  await services.messages.settle(message);
}

async function route(told: CustomerServiceMessage, message: Message, services: SettleServices): Promise<void> {
  await services.customerService.send(told);
  const isFirst = message.routedRevision === undefined;
  await services.events.publish(isFirst ? [received(told), routed(told)] : [routed(told)]);
  services.tally.add("MessageRouted");
  const { messageId, conversationId, network, channelId, kind, event } = told;
  services.log.info("message routed", { messageId, conversationId, network, channelId, kind, event });
}

function received(told: CustomerServiceMessage): DomainEvent {
  const detail = { ...subject(told), receivedAt: told.receivedAt } satisfies z.infer<typeof MessageReceived>;
  return { type: "MessageReceived", detail };
}

function routed(told: CustomerServiceMessage): DomainEvent {
  const { event, revision } = told;
  const detail = { ...subject(told), event, revision } satisfies z.infer<typeof MessageRouted>;
  return { type: "MessageRouted", detail };
}

function subject({ version, messageId, conversationId, network, channelId, kind, occurredAt }: CustomerServiceMessage) {
  return { version, messageId, conversationId, network, channelId, kind, occurredAt };
}
