import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type * as z from "zod";
import type { Continuations, Upload } from "#lib/app/publishing/calendar/resume/ports.ts";
import type { CalendarUploaded } from "./calendar-bucket.ts";

/** The queue of uploads: an import that runs out of time, or of patience, puts its upload there once more. */
export class SqsImportQueue implements Continuations {
  readonly #client: SQSClient;
  readonly #url: string;

  constructor(client: SQSClient, url: string) {
    this.#client = client;
    this.#url = url;
  }

  async send({ key, version }: Upload, delayMs = 0): Promise<void> {
    const message: z.input<typeof CalendarUploaded> = { detail: { object: { key } }, continues: version };
    await this.#client.send(
      new SendMessageCommand({
        QueueUrl: this.#url,
        MessageBody: JSON.stringify(message),
        DelaySeconds: Math.round(delayMs / 1000),
      }),
    );
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
}
