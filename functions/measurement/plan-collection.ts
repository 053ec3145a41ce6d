import * as z from "zod";
import { planCollection } from "#lib/app/measurement/plan-collection.ts";
import { readEnv } from "#lib/runtime/env.ts";
import { logger } from "#lib/runtime/logger.ts";
import { planServices } from "#lib/runtime/measurement-services.ts";
import { scheduledWorker } from "#lib/runtime/scheduled-worker.ts";

export const Env = z.object({
  CHANNELS_TABLE: z.string(),
  PUBLICATIONS_TABLE: z.string(),
  METRICS_TABLE: z.string(),
  METRICS_QUEUE_URL: z.url(),
});

/** Has the numbers collected that are due. Every hour. */
export const handler = scheduledWorker(
  async (services) => logger.info("collection planned", { ...(await planCollection(services)) }),
  () => planServices(readEnv(Env)),
);
