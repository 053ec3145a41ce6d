import type { SettleServices } from "#lib/app/engagement/settle-message.ts";
import type { SweepServices } from "#lib/app/engagement/sweep-outbox.ts";
import { busClient, queueClient } from "#lib/aws/clients.ts";
import { StoredMessages } from "#lib/aws/conversations-table/messages.ts";
import { OutboxIndex } from "#lib/aws/conversations-table/outbox.ts";
import { StoredReplies } from "#lib/aws/conversations-table/replies.ts";
import { SqsCustomerServiceQueue } from "#lib/aws/customer-service-queue.ts";
import { documentClient } from "#lib/aws/document-client.ts";
import { EventBus } from "#lib/aws/event-bus.ts";
import { SqsReplyQueue } from "#lib/aws/reply-queue.ts";
import { systemClock } from "./clock.ts";
import { logger } from "./logger.ts";
import { tally } from "./tally.ts";

export interface RoutingEnv {
  readonly CONVERSATIONS_TABLE: string;
  readonly CUSTOMER_SERVICE_QUEUE_URL: string;
  readonly EVENT_BUS_NAME: string;
}

export function sweepServices(env: RoutingEnv & { readonly REPLY_QUEUE_URL: string }): SweepServices {
  const client = documentClient();
  return {
    ...routingServices(env),
    outbox: new OutboxIndex(client, env.CONVERSATIONS_TABLE),
    replies: new StoredReplies(client, env.CONVERSATIONS_TABLE),
    replyQueue: new SqsReplyQueue(queueClient(), env.REPLY_QUEUE_URL),
    clock: systemClock,
  };
}

/** What it takes to bring a message to customer service; no network is called. */
export function routingServices(env: RoutingEnv): SettleServices {
  return {
    messages: new StoredMessages(documentClient(), env.CONVERSATIONS_TABLE, systemClock.now),
    customerService: new SqsCustomerServiceQueue(queueClient(), env.CUSTOMER_SERVICE_QUEUE_URL),
    events: new EventBus(busClient(), env.EVENT_BUS_NAME),
    tally,
    log: logger,
  };
}
