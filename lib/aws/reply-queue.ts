import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { ReplyQueue } from "#lib/app/engagement/ports.ts";
import type { ReplyRequest } from "#lib/domain/engagement/reply-request.ts";
import { queueText } from "./queue-text.ts";

export class SqsReplyQueue implements ReplyQueue {
  readonly #client: SQSClient;
  readonly #url: string;

  constructor(client: SQSClient, url: string) {
    this.#client = client;
    this.#url = url;
  }

  async send(request: ReplyRequest): Promise<void> {
    await this.#client.send(new SendMessageCommand({ QueueUrl: this.#url, MessageBody: queueText(request) }));
  }
}
