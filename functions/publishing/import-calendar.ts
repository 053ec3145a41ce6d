import * as z from "zod";
import { importCalendar } from "#lib/app/publishing/calendar/import-calendar.ts";
import { CalendarUploaded } from "#lib/aws/calendar-bucket.ts";
import { readEnv } from "#lib/runtime/env.ts";
import { importServices } from "#lib/runtime/import-services.ts";
import { logger } from "#lib/runtime/logger.ts";
import { queueWorker } from "#lib/runtime/queue-worker.ts";
import { whileHeld } from "#lib/runtime/while-held.ts";

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

/** Imports one uploaded calendar, or what is left of one. Fed by the import queue with S3's own events, and by itself. */
export const handler = queueWorker(
  CalendarUploaded,
  async ({ detail, continues }, { queue, ...services }, { remainingMs, receiptHandle }) => {
    const { key } = detail.object;
    const summary = await whileHeld(
      (forMs) => queue.hold(receiptHandle, forMs),
      () => importCalendar(key, services, { remainingMs, continues }),
    );
    logger.info("calendar read", { key, ...summary });
  },
  () => importServices(readEnv(Env)),
);
