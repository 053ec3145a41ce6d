import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type * as z from "zod";
import type { Continuations, Upload } from "#lib/app/publishing/calendar/resume/ports.ts";
import type { CopyOrder } from "#lib/app/publishing/media/adapted-copy.ts";
import type { CopyOrders } from "#lib/app/publishing/media/late-copies.ts";
import type { ImportJob } from "./import-job.ts";

/**
 * The queue of the import. An import that runs out of time, or of patience, puts its upload there once more; whoever meets
 * an image that came late orders its copy there.
 */
export class SqsImportQueue implements Continuations, CopyOrders {
  readonly #client: SQSClient;
  readonly #url: string;

  constructor(client: SQSClient, url: string) {
    this.#client = client;
    this.#url = url;
  }

  async send({ key, version }: Upload, delayMs = 0): Promise<void> {
    await this.#send({ detail: { object: { key } }, continues: version }, delayMs);
  }

  async order(copy: CopyOrder): Promise<void> {
    await this.#send({ copy }, 0);
  }

  /** Hides a message that was received, for so long from now on. */
  async hold(receiptHandle: string, forMs: number): Promise<void> {
    await this.#client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: this.#url,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: Math.round(forMs / 1000),
      }),
    );
  }

  async #send(job: z.input<typeof ImportJob>, delayMs: number): Promise<void> {
    await this.#client.send(
      new SendMessageCommand({
        QueueUrl: this.#url,
        MessageBody: JSON.stringify(job),
        DelaySeconds: Math.round(delayMs / 1000),
      }),
    );
  }
}
