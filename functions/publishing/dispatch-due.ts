import * as z from "zod";
import { dispatchDue } from "#lib/app/publishing/dispatch-due.ts";
import { documentClient, queueClient } from "#lib/aws/clients.ts";
import { DueIndexTable } from "#lib/aws/due-index.ts";
import { HourDirectory } from "#lib/aws/hour-directory.ts";
import { SqsPublishQueue } from "#lib/aws/publish-queue.ts";
import { systemClock } from "#lib/runtime/clock.ts";
import { readEnv } from "#lib/runtime/env.ts";
import { logger } from "#lib/runtime/logger.ts";
import { scheduledWorker } from "#lib/runtime/scheduled-worker.ts";

export const Env = z.object({ PUBLICATIONS_TABLE: z.string(), PUBLISH_QUEUE_URL: z.url() });

/** The tick: sends on its way what becomes due, and what should have happened and did not. Every minute. */
export const handler = scheduledWorker(
  async (services) => {
    const summary = await dispatchDue(services);
    if (summary.committing + summary.staging + summary.swept > 0) logger.info("dispatched", { ...summary });
  },
  () => {
    const env = readEnv(Env);
    const client = documentClient();
    const hours = new HourDirectory(client, env.PUBLICATIONS_TABLE);
    const dueIndex = new DueIndexTable(client, env.PUBLICATIONS_TABLE, hours);
    return { clock: systemClock, dueIndex, publishQueue: new SqsPublishQueue(queueClient(), env.PUBLISH_QUEUE_URL) };
  },
);
