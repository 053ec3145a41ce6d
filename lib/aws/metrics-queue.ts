import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { DelayedCollection, MetricsQueue } from "#lib/app/measurement/ports.ts";

/** SQS: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const MESSAGES_PER_CALL = 10;
const LONGEST_DELAY_SECONDS = 900;

export class SqsMetricsQueue implements MetricsQueue {
  readonly #client: SQSClient;
  readonly #url: string;

  constructor(client: SQSClient, url: string) {
    this.#client = client;
    this.#url = url;
  }

  async send(jobs: readonly DelayedCollection[]): Promise<void> {
    for (let start = 0; start < jobs.length; start += MESSAGES_PER_CALL) {
      await this.#sendBatch(jobs.slice(start, start + MESSAGES_PER_CALL));
    }
  }

  /** A part that SQS did not take is an error: the caller is repeated, and sending twice is harmless. */
  async #sendBatch(jobs: readonly DelayedCollection[]): Promise<void> {
    const Entries = jobs.map(({ job, delayMs }, index) => ({
      Id: String(index),
      MessageBody: JSON.stringify(job),
      DelaySeconds: Math.min(Math.ceil(delayMs / 1_000), LONGEST_DELAY_SECONDS),
    }));
    const { Failed = [] } = await this.#client.send(new SendMessageBatchCommand({ QueueUrl: this.#url, Entries }));
    if (Failed.length > 0) throw new Error(`the metrics queue refused ${Failed.length} messages: ${Failed[0]?.Code}`);
  }
}
