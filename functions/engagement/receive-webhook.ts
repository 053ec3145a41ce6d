import { randomUUID } from "node:crypto";
import * as z from "zod";
import { receiveWebhook } from "#lib/app/engagement/receive-webhook.ts";
import { createTrustedSecrets } from "#lib/app/engagement/trusted-secrets.ts";
import { bucketClient, parameterClient, queueClient } from "#lib/aws/clients.ts";
import { SqsIngestQueue } from "#lib/aws/ingest-queue.ts";
import { TokenVault } from "#lib/aws/token-vault.ts";
import { WebhookArchiveBucket } from "#lib/aws/webhook-archive.ts";
import { frontDoors } from "#lib/networks/front-doors.ts";
import { systemClock } from "#lib/runtime/clock.ts";
import { readEnv } from "#lib/runtime/env.ts";
import { tally } from "#lib/runtime/tally.ts";
import { webhookEndpoint } from "#lib/runtime/webhook-endpoint.ts";

export const Env = z.object({ ARCHIVE_BUCKET: z.string(), INGEST_QUEUE_URL: z.url(), PARAMETER_PREFIX: z.string() });

/** The front door of the networks' webhooks. */
export const handler = webhookEndpoint(receiveWebhook, () => {
  const env = readEnv(Env);
  const vault = new TokenVault(parameterClient(), env.PARAMETER_PREFIX, systemClock.now);
  const secrets = createTrustedSecrets(vault, systemClock);
  const archive = new WebhookArchiveBucket(bucketClient(), env.ARCHIVE_BUCKET);
  const queue = new SqsIngestQueue(queueClient(), env.INGEST_QUEUE_URL);
  return { frontDoors, secrets, archive, queue, tally, clock: systemClock, newId: randomUUID };
});
