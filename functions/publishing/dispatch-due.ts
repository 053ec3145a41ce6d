import * as z from "zod";
import { dispatchDue } from "#lib/app/publishing/dispatch-due.ts";
import { dispatchServices } from "#lib/runtime/dispatch-services.ts";
import { readEnv } from "#lib/runtime/env.ts";
import { logger } from "#lib/runtime/logger.ts";
import { scheduledWorker } from "#lib/runtime/scheduled-worker.ts";

export const Env = z.object({ PUBLICATIONS_TABLE: z.string(), PUBLISH_QUEUE_URL: z.url(), CHECK_QUEUE_URL: z.url() });

/** The tick: sends on its way what becomes due, and what should have happened and did not. Every minute. */
export const handler = scheduledWorker(
  async (services) => {
    const summary = await dispatchDue(services);
    if (Object.values(summary).some((count) => count > 0)) logger.info("dispatched", { ...summary });
  },
  () => dispatchServices(readEnv(Env)),
);
