import pLimit from "p-limit";
import { Departures } from "#lib/app/publishing/departures.ts";
import { publishingGate } from "#lib/app/publishing/gate.ts";
import { sparing } from "#lib/app/publishing/media/late-copies.ts";
import type { PublishServices } from "#lib/app/publishing/publish-services.ts";
import { ChannelConditions } from "#lib/aws/channel-conditions.ts";
import { ChannelsTable } from "#lib/aws/channels-table.ts";
import { bucketClient, busClient, queueClient } from "#lib/aws/clients.ts";
import { documentClient } from "#lib/aws/document-client.ts";
import { EventBus } from "#lib/aws/event-bus.ts";
import { HourDirectory } from "#lib/aws/hour-directory.ts";
import { SqsImportQueue } from "#lib/aws/import-queue.ts";
import { MediaBucket } from "#lib/aws/media-bucket.ts";
import { S3MediaCatalogue } from "#lib/aws/media-catalogue.ts";
import { PublicationsTable } from "#lib/aws/publications-table.ts";
import { SqsPublishQueue } from "#lib/aws/publish-queue.ts";
import { findNetwork } from "#lib/networks/registry.ts";
import { openChannels } from "./account-services.ts";
import { systemClock } from "./clock.ts";
import { logger } from "./logger.ts";
import { networkBudgets } from "./network-budgets.ts";
import { networkConnectAhead, networkHttp } from "./network-http.ts";
import { newId } from "./new-id.ts";

/** Images held in memory at a time: four of the largest fit a function of 256 MB. */
const STAGING_LANES = 4;

interface PublishEnv {
  readonly PUBLICATIONS_TABLE: string;
  readonly PUBLISH_QUEUE_URL: string;
  readonly CHANNELS_TABLE: string;
  readonly MEDIA_BUCKET: string;
  /** In front of the bucket, for networks that fetch media only from a domain that can be verified. */
  readonly MEDIA_DOMAIN?: string;
  /** Where copies of images that came late are ordered. */
  readonly IMPORT_QUEUE_URL: string;
  readonly EVENT_BUS_NAME: string;
  readonly PARAMETER_PREFIX: string;
}

export function publishServices(env: PublishEnv): PublishServices {
  const client = documentClient();
  const { now } = systemClock;
  const hours = new HourDirectory(client, env.PUBLICATIONS_TABLE);
  return {
    clock: systemClock,
    newId,
    publications: new PublicationsTable(client, env.PUBLICATIONS_TABLE, hours),
    publishQueue: new SqsPublishQueue(queueClient(), env.PUBLISH_QUEUE_URL),
    channels: new ChannelsTable(client, env.CHANNELS_TABLE, now),
    openChannel: openChannels(env),
    gate: publishingGate(new ChannelConditions(client, env.CHANNELS_TABLE), systemClock),
    findNetwork,
    media: new MediaBucket(bucketClient(), env.MEDIA_BUCKET, env.MEDIA_DOMAIN),
    mediaCatalogue: new S3MediaCatalogue(bucketClient(), env.MEDIA_BUCKET),
    copies: sparing(new SqsImportQueue(queueClient(), env.IMPORT_QUEUE_URL), systemClock),
    http: networkHttp(),
    connectAhead: networkConnectAhead(),
    budgets: networkBudgets(env),
    stagingLane: pLimit(STAGING_LANES),
    departures: new Departures(systemClock),
    events: new EventBus(busClient(), env.EVENT_BUS_NAME),
    log: logger,
  };
}
