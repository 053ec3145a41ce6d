import type * as z from "zod";
import { importCalendar } from "#lib/app/publishing/calendar/import-calendar.ts";
import { makeCopy } from "#lib/app/publishing/media/make-copy.ts";
import type { ImportJob } from "#lib/aws/import-job.ts";
import type { ImportWorker } from "./import-services.ts";
import { logger } from "./logger.ts";
import type { JobContext } from "./queue-worker.ts";
import { whileHeld } from "./while-held.ts";

/** Imports one uploaded calendar, or what is left of one; or makes a copy of an image that came after its calendar. */
export async function doImportJob(
  job: z.output<typeof ImportJob>,
  { queue, ...services }: ImportWorker,
  { remainingMs, receiptHandle, receiveCount }: JobContext,
): Promise<void> {
  if ("copy" in job) {
    logger.info("copy made", { outcome: await makeCopy(job.copy, services) });
    return;
  }
  const { key } = job.detail.object;
  const summary = await whileHeld({ hold: (forMs) => queue.hold(receiptHandle, forMs), receiveCount }, () =>
    importCalendar(key, services, { remainingMs, continues: job.continues }),
  );
  logger.info("calendar read", { key, ...summary });
}
