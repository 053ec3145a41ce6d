import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type * as z from "zod";
import type { Continuations } from "#lib/app/publishing/calendar/resume/ports.ts";
import type { CalendarUploaded } from "./calendar-bucket.ts";

/** The queue of uploads: an import that runs out of time puts its upload there once more. */
export class SqsImportQueue implements Continuations {
  readonly #client: SQSClient;
  readonly #url: string;

  constructor(client: SQSClient, url: string) {
    this.#client = client;
    this.#url = url;
  }

  async send({ key, version }: { readonly key: string; readonly version: string }): Promise<void> {
    const message: z.input<typeof CalendarUploaded> = { detail: { object: { key } }, continues: version };
    await this.#client.send(new SendMessageCommand({ QueueUrl: this.#url, MessageBody: JSON.stringify(message) }));
  }
}
