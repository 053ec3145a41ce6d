import type { CheckAheadServices } from "#lib/app/publishing/check-ahead-services.ts";
import { sparing } from "#lib/app/publishing/media/late-copies.ts";
import { ChannelConditions } from "#lib/aws/channel-conditions.ts";
import { ChannelsTable } from "#lib/aws/channels-table.ts";
import { bucketClient, busClient, queueClient } from "#lib/aws/clients.ts";
import { documentClient } from "#lib/aws/document-client.ts";
import { EventBus } from "#lib/aws/event-bus.ts";
import { HourDirectory } from "#lib/aws/hour-directory.ts";
import { SqsImportQueue } from "#lib/aws/import-queue.ts";
import { S3MediaCatalogue } from "#lib/aws/media-catalogue.ts";
import { PublicationsTable } from "#lib/aws/publications-table.ts";
import { findNetwork } from "#lib/networks/registry.ts";
import { openChannels } from "./account-services.ts";
import { systemClock } from "./clock.ts";
import { logger } from "./logger.ts";
import { networkBudgets } from "./network-budgets.ts";
import { networkHttp } from "./network-http.ts";
import { newId } from "./new-id.ts";

interface CheckAheadEnv {
  readonly PUBLICATIONS_TABLE: string;
  readonly CHANNELS_TABLE: string;
  readonly MEDIA_BUCKET: string;
  /** Where copies of images that came late are ordered. */
  readonly IMPORT_QUEUE_URL: string;
  readonly EVENT_BUS_NAME: string;
  readonly PARAMETER_PREFIX: string;
}

export function checkAheadServices(env: CheckAheadEnv): CheckAheadServices {
  const client = documentClient();
  const { now } = systemClock;
  const hours = new HourDirectory(client, env.PUBLICATIONS_TABLE);
  return {
    clock: systemClock,
    newId,
    publications: new PublicationsTable(client, env.PUBLICATIONS_TABLE, hours),
    channels: new ChannelsTable(client, env.CHANNELS_TABLE, now),
    conditions: new ChannelConditions(client, env.CHANNELS_TABLE),
    openChannel: openChannels(env),
    http: networkHttp(),
    budgets: networkBudgets(env),
    findNetwork,
    media: new S3MediaCatalogue(bucketClient(), env.MEDIA_BUCKET),
    copies: sparing(new SqsImportQueue(queueClient(), env.IMPORT_QUEUE_URL), systemClock),
    events: new EventBus(busClient(), env.EVENT_BUS_NAME),
    log: logger,
  };
}
