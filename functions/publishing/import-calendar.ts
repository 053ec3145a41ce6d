import * as z from "zod";
import { ImportJob } from "#lib/aws/import-job.ts";
import { readEnv } from "#lib/runtime/env.ts";
import { importServices } from "#lib/runtime/import-services.ts";
import { doImportJob } from "#lib/runtime/import-worker.ts";
import { queueWorker } from "#lib/runtime/queue-worker.ts";
import { expectShortLivedObjects } from "#lib/runtime/short-lived-objects.ts";

expectShortLivedObjects();

export const Env = z.object({
  CALENDAR_BUCKET: z.string(),
  MEDIA_BUCKET: z.string(),
  PUBLICATIONS_TABLE: z.string(),
  CHANNELS_TABLE: z.string(),
  PUBLISH_QUEUE_URL: z.url(),
  IMPORT_QUEUE_URL: z.url(),
  EVENT_BUS_NAME: z.string(),
  DEFAULT_TIME_ZONE: z.string().default("UTC"),
  DEFAULT_CHANNELS: z.string().optional(),
  FETCHES_MEDIA: z.stringbool().default(false),
});

/** Imports uploaded calendars. Fed by the import queue: with S3's own events, by itself, and with copies to be made. */
export const handler = queueWorker(ImportJob, doImportJob, () => importServices(readEnv(Env)));
