import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod";
import type { DelayedJob, PublishJob, PublishQueue } from "#lib/app/publishing/ports.ts";
import { inParallel } from "./in-parallel.ts";

/** A message of the publish queue. */
export const PublishJobMessage: z.ZodType<PublishJob> = z.object({
  channelId: z.string(),
  publications: z
    .array(
      z.object({
        publicationId: z.string(),
        revision: z.number(),
        carried: z.object({ stageCount: z.number(), progress: z.record(z.string(), z.unknown()) }).optional(),
      }),
    )
    .min(1),
});

/** SQS: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const MESSAGES_PER_CALL = 10;
const LONGEST_DELAY_SECONDS = 900;

/** A tick sends a crowd's thousands of messages in seconds. */
const PARALLEL_CALLS = 10;

export class SqsPublishQueue implements PublishQueue {
  readonly #client: SQSClient;
  readonly #url: string;

  constructor(client: SQSClient, url: string) {
    this.#client = client;
    this.#url = url;
  }

  async send(jobs: readonly DelayedJob[]): Promise<void> {
    const calls = Array.from({ length: Math.ceil(jobs.length / MESSAGES_PER_CALL) }, (_, call) =>
      jobs.slice(call * MESSAGES_PER_CALL, (call + 1) * MESSAGES_PER_CALL),
    );
    await inParallel(calls, PARALLEL_CALLS, (some) => this.#sendBatch(some));
  }

  /** A part that SQS did not take is an error: the caller is repeated, and sending twice is harmless. */
  async #sendBatch(jobs: readonly DelayedJob[]): Promise<void> {
    const Entries = jobs.map(({ job, delayMs }, index) => ({
      Id: String(index),
      MessageBody: JSON.stringify(job),
      DelaySeconds: Math.min(Math.floor(delayMs / 1_000), LONGEST_DELAY_SECONDS),
    }));
    const { Failed = [] } = await this.#client.send(new SendMessageBatchCommand({ QueueUrl: this.#url, Entries }));
    if (Failed.length > 0) throw new Error(`the publish queue refused ${Failed.length} messages: ${Failed[0]?.Code}`);
  }
}
