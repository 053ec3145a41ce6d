import * as z from "zod";
import { publishJob } from "#lib/app/publishing/publish.ts";
import { PublishJobMessage } from "#lib/aws/publish-queue.ts";
import { readEnv } from "#lib/runtime/env.ts";
import { publishServices } from "#lib/runtime/publishing-services.ts";
import { queueWorker } from "#lib/runtime/queue-worker.ts";

export const Env = z.object({
  PUBLICATIONS_TABLE: z.string(),
  CHANNELS_TABLE: z.string(),
  MEDIA_BUCKET: z.string(),
  MEDIA_DOMAIN: z.string().optional(),
  IMPORT_QUEUE_URL: z.url(),
  PUBLISH_QUEUE_URL: z.url(),
  EVENT_BUS_NAME: z.string(),
  PARAMETER_PREFIX: z.string(),
});

/** Stages, commits and reconciles publications. Fed by the publish queue, up to a hundred of one channel a record. */
export const handler = queueWorker(PublishJobMessage, publishJob, () => publishServices(readEnv(Env)));
