import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { IngestQueue } from "#lib/app/engagement/ports.ts";
import type { Delivery } from "#lib/domain/engagement/delivery.ts";
import { queueText } from "./queue-text.ts";

export class SqsIngestQueue implements IngestQueue {
  readonly #client: SQSClient;
  readonly #url: string;

  constructor(client: SQSClient, url: string) {
    this.#client = client;
    this.#url = url;
  }

  async send(delivery: Delivery): Promise<void> {
    await this.#client.send(new SendMessageCommand({ QueueUrl: this.#url, MessageBody: queueText(delivery) }));
  }
}
