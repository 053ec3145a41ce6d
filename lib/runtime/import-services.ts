import type { ImportServices } from "#lib/app/publishing/calendar/import-calendar.ts";
import type { MediaCatalogue } from "#lib/app/publishing/calendar/ports.ts";
import { fetchingCatalogue } from "#lib/app/publishing/media/fetching-catalogue.ts";
import { imageAdapter } from "#lib/app/publishing/media/image-adapter.ts";
import type { MakeCopyServices } from "#lib/app/publishing/media/make-copy.ts";
import { publicationPlanner } from "#lib/app/publishing/plan-publications.ts";
import { plannedDays } from "#lib/app/publishing/planned-days.ts";
import { plannedInstants } from "#lib/app/publishing/planned-instants.ts";
import { PlannedLately } from "#lib/app/publishing/planned-lately.ts";
import { bulkDocumentClient } from "#lib/aws/bulk-document-client.ts";
import { CalendarBucket } from "#lib/aws/calendar-bucket.ts";
import { CalendarRecordsTable } from "#lib/aws/calendar-records-table.ts";
import { CalendarSettingsTable } from "#lib/aws/calendar-settings-table.ts";
import { ChannelsTable } from "#lib/aws/channels-table.ts";
import { bucketClient, busClient, queueClient } from "#lib/aws/clients.ts";
import { DueIndexTable } from "#lib/aws/due-index.ts";
import { EventBus } from "#lib/aws/event-bus.ts";
import { HourDirectory } from "#lib/aws/hour-directory.ts";
import { SqsImportQueue } from "#lib/aws/import-queue.ts";
import { ManifestBucket } from "#lib/aws/manifest-bucket.ts";
import { MediaBucket } from "#lib/aws/media-bucket.ts";
import { S3MediaCatalogue } from "#lib/aws/media-catalogue.ts";
import { OutcomeBucket } from "#lib/aws/outcome-bucket.ts";
import { PublicationsTable } from "#lib/aws/publications-table.ts";
import { SqsPublishQueue } from "#lib/aws/publish-queue.ts";
import { SlotClaimsTable } from "#lib/aws/slot-claims-table.ts";
import { findNetwork } from "#lib/networks/registry.ts";
import { fetchFile } from "#lib/web/fetch-file.ts";
import { systemClock } from "./clock.ts";
import { diskScratch } from "./disk-scratch.ts";
import { newId } from "./new-id.ts";
import { withSpillFile } from "./spill-file.ts";

export interface ImportEnv {
  readonly CALENDAR_BUCKET: string;
  readonly MEDIA_BUCKET: string;
  readonly PUBLICATIONS_TABLE: string;
  readonly CHANNELS_TABLE: string;
  readonly PUBLISH_QUEUE_URL: string;
  readonly IMPORT_QUEUE_URL: string;
  readonly EVENT_BUS_NAME: string;
  /** For rows whose time zone neither they, nor their file, nor their channel names. */
  readonly DEFAULT_TIME_ZONE: string;
  /** For files that name no channel. */
  readonly DEFAULT_CHANNELS?: string;
  /** Whether addresses in the column `media` are fetched. */
  readonly FETCHES_MEDIA: boolean;
}

/** What an import needs, and the queue that its jobs come from. */
export interface ImportWorker extends Omit<ImportServices, "images">, MakeCopyServices {
  readonly queue: SqsImportQueue;
}

export function importServices(env: ImportEnv): ImportWorker {
  const [client, buckets] = [bulkDocumentClient(), bucketClient()];
  const hours = new HourDirectory(client, env.PUBLICATIONS_TABLE);
  const publications = new PublicationsTable(client, env.PUBLICATIONS_TABLE, hours);
  const dueIndex = new DueIndexTable(client, env.PUBLICATIONS_TABLE, hours);
  const events = new EventBus(busClient(), env.EVENT_BUS_NAME);
  const lately = new PlannedLately();
  const planner = publicationPlanner({
    clock: systemClock,
    newId,
    events,
    listing: dueIndex,
    lately,
    publications,
    publishQueue: new SqsPublishQueue(queueClient(), env.PUBLISH_QUEUE_URL),
  });
  const queue = new SqsImportQueue(queueClient(), env.IMPORT_QUEUE_URL);
  const catalogue = new S3MediaCatalogue(buckets, env.MEDIA_BUCKET);
  return {
    clock: systemClock,
    newId,
    planner,
    records: new CalendarRecordsTable(client, env.PUBLICATIONS_TABLE, newId),
    manifests: new ManifestBucket(buckets, env.CALENDAR_BUCKET),
    outcomes: new OutcomeBucket(buckets, env.CALENDAR_BUCKET),
    queue,
    continuations: queue,
    withSpill: withSpillFile,
    planned: plannedInstants({ publications, dueIndex }),
    slotClaims: new SlotClaimsTable(client, env.PUBLICATIONS_TABLE, systemClock.now),
    plannedDays: plannedDays({ publications, listing: dueIndex, lately }),
    findNetwork,
    calendars: new CalendarBucket(buckets, env.CALENDAR_BUCKET),
    media: mediaCatalogue(catalogue, env),
    images: imageAdapter({ catalogue, store: catalogue, originals: new MediaBucket(buckets, env.MEDIA_BUCKET) }),
    channels: new ChannelsTable(client, env.CHANNELS_TABLE, systemClock.now),
    settings: new CalendarSettingsTable(client, env.CHANNELS_TABLE),
    events,
    defaultTimeZone: env.DEFAULT_TIME_ZONE,
    defaults: { channels: env.DEFAULT_CHANNELS },
    openScratch: diskScratch,
  };
}

/** Of a stage that fetches nothing from the internet, only what somebody puts into the bucket. */
function mediaCatalogue(bucket: S3MediaCatalogue, { FETCHES_MEDIA }: ImportEnv): MediaCatalogue {
  return FETCHES_MEDIA
    ? fetchingCatalogue({ catalogue: bucket, store: bucket, fetchFile, now: systemClock.now })
    : bucket;
}
