import * as z from "zod";
import { collectMetrics } from "#lib/app/measurement/collect-metrics.ts";
import { CollectionJob } from "#lib/domain/measurement/collection-job.ts";
import { readEnv } from "#lib/runtime/env.ts";
import { logger, metrics } from "#lib/runtime/logger.ts";
import { collectServices } from "#lib/runtime/measurement-services.ts";
import { queueWorker } from "#lib/runtime/queue-worker.ts";

export const Env = z.object({
  CHANNELS_TABLE: z.string(),
  METRICS_TABLE: z.string(),
  METRICS_QUEUE_URL: z.url(),
  EVENT_BUS_NAME: z.string(),
  PARAMETER_PREFIX: z.string(),
});

/** Reads the numbers of some subjects of one channel and stores them. Fed by the metrics queue. */
export const handler = queueWorker(
  CollectionJob,
  async (job, services, worker) => {
    const summary = await collectMetrics(job, services, worker);
    metrics.addMetric("SubjectsSkipped", "Count", summary.skippedCount);
    logger.info("numbers collected", { channelId: job.channelId, attempt: job.attempt, ...summary });
  },
  () => collectServices(readEnv(Env)),
);
