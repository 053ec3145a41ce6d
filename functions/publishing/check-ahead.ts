import * as z from "zod";
import { checkAhead } from "#lib/app/publishing/check-ahead.ts";
import { PublishJobMessage } from "#lib/aws/publish-queue.ts";
import { checkAheadServices } from "#lib/runtime/check-ahead-services.ts";
import { readEnv } from "#lib/runtime/env.ts";
import { queueWorker } from "#lib/runtime/queue-worker.ts";

export const Env = z.object({
  PUBLICATIONS_TABLE: z.string(),
  CHANNELS_TABLE: z.string(),
  MEDIA_BUCKET: z.string(),
  IMPORT_QUEUE_URL: z.url(),
  EVENT_BUS_NAME: z.string(),
  PARAMETER_PREFIX: z.string(),
});

/** Checks planned posts once more, a day and an hour ahead. Fed by the check queue, like the publish queue. */
export const handler = queueWorker(
  PublishJobMessage,
  (job, services, { receiveCount }) => checkAhead(job, services, receiveCount > 1),
  () => checkAheadServices(readEnv(Env)),
);
