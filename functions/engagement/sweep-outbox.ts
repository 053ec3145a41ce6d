import * as z from "zod";
import { sweepOutbox } from "#lib/app/engagement/sweep-outbox.ts";
import { readEnv } from "#lib/runtime/env.ts";
import { scheduledWorker } from "#lib/runtime/scheduled-worker.ts";
import { sweepServices } from "#lib/runtime/sweep-services.ts";

export const Env = z.object({
  CONVERSATIONS_TABLE: z.string(),
  CUSTOMER_SERVICE_QUEUE_URL: z.url(),
  REPLY_QUEUE_URL: z.url(),
  EVENT_BUS_NAME: z.string(),
});

/** Finishes what was stored and not brought to its end. Every five minutes. */
export const handler = scheduledWorker(sweepOutbox, () => sweepServices(readEnv(Env)));
