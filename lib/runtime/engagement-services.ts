import type { IngestServices } from "#lib/app/engagement/ingest.ts";
import type { ReplyServices } from "#lib/app/engagement/reply-services.ts";
import { ChannelsTable } from "#lib/aws/channels-table.ts";
import { bucketClient, busClient } from "#lib/aws/clients.ts";
import { StoredConversations } from "#lib/aws/conversations-table/conversations.ts";
import { StoredMessages } from "#lib/aws/conversations-table/messages.ts";
import { StoredReplies } from "#lib/aws/conversations-table/replies.ts";
import { documentClient } from "#lib/aws/document-client.ts";
import { EventBus } from "#lib/aws/event-bus.ts";
import { WebhookArchiveBucket } from "#lib/aws/webhook-archive.ts";
import { findNetwork } from "#lib/networks/registry.ts";
import { type AccountEnv, openChannels } from "./account-services.ts";
import { systemClock } from "./clock.ts";
import { logger } from "./logger.ts";
import { networkBudgets } from "./network-budgets.ts";
import { networkHttp } from "./network-http.ts";
import { newId } from "./new-id.ts";
import { type RoutingEnv, routingServices } from "./sweep-services.ts";
import { tally } from "./tally.ts";

const { now } = systemClock;

export function ingestServices(env: RoutingEnv & AccountEnv & { readonly ARCHIVE_BUCKET: string }): IngestServices {
  const archive = new WebhookArchiveBucket(bucketClient(), env.ARCHIVE_BUCKET);
  return { ...routingServices(env), ...networkAccess(env), budgets: networkBudgets(env), archive };
}

export function replyServices(env: AccountEnv & { readonly CONVERSATIONS_TABLE: string }): ReplyServices {
  const client = documentClient();
  return {
    ...networkAccess(env),
    budgets: networkBudgets(env),
    replies: new StoredReplies(client, env.CONVERSATIONS_TABLE),
    messages: new StoredMessages(client, env.CONVERSATIONS_TABLE, now),
    conversations: new StoredConversations(client, env.CONVERSATIONS_TABLE),
    events: new EventBus(busClient(), env.EVENT_BUS_NAME),
    newId,
    tally,
    log: logger,
  };
}

/** What it takes to call a network in a channel's name. */
function networkAccess(env: AccountEnv) {
  return {
    networks: findNetwork,
    channels: new ChannelsTable(documentClient(), env.CHANNELS_TABLE, now),
    openChannel: openChannels(env),
    http: networkHttp(),
    clock: systemClock,
  };
}
