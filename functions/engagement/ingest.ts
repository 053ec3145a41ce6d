import * as z from "zod";
import { ingest } from "#lib/app/engagement/ingest.ts";
import { Delivery } from "#lib/domain/engagement/delivery.ts";
import { ingestServices } from "#lib/runtime/engagement-services.ts";
import { readEnv } from "#lib/runtime/env.ts";
import { queueWorker } from "#lib/runtime/queue-worker.ts";

export const Env = z.object({
  ARCHIVE_BUCKET: z.string(),
  CONVERSATIONS_TABLE: z.string(),
  CHANNELS_TABLE: z.string(),
  CUSTOMER_SERVICE_QUEUE_URL: z.url(),
  EVENT_BUS_NAME: z.string(),
  PARAMETER_PREFIX: z.string(),
});

/** Stores and routes what one webhook delivery tells. Fed by the ingest queue. */
export const handler = queueWorker(
  Delivery,
  (delivery, services, { receiveCount }) => ingest(delivery, services, receiveCount),
  () => ingestServices(readEnv(Env)),
);
