import * as z from "zod";
import { sendReply } from "#lib/app/engagement/send-reply.ts";
import { replyServices } from "#lib/runtime/engagement-services.ts";
import { readEnv } from "#lib/runtime/env.ts";
import { queueWorker } from "#lib/runtime/queue-worker.ts";

export const Env = z.object({
  CONVERSATIONS_TABLE: z.string(),
  CHANNELS_TABLE: z.string(),
  EVENT_BUS_NAME: z.string(),
  PARAMETER_PREFIX: z.string(),
});

/** Answers a customer on the network, once. Fed by the reply queue; a request of any shape is answered by an event. */
export const handler = queueWorker(z.unknown(), sendReply, () => replyServices(readEnv(Env)));
