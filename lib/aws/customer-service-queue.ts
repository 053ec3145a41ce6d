import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { CustomerServiceQueue } from "#lib/app/engagement/ports.ts";
import type { CustomerServiceMessage } from "#lib/domain/engagement/customer-service-message.ts";
import { queueText } from "./queue-text.ts";

/** The FIFO queue of the customer-service tool: in order within a conversation, conversations side by side. */
export class SqsCustomerServiceQueue implements CustomerServiceQueue {
  readonly #client: SQSClient;
  readonly #url: string;

  constructor(client: SQSClient, url: string) {
    this.#client = client;
    this.#url = url;
  }

  async send(message: CustomerServiceMessage): Promise<void> {
    const send = new SendMessageCommand({
      QueueUrl: this.#url,
      MessageBody: queueText(message),
      MessageGroupId: message.conversationId,
      MessageDeduplicationId: `${message.messageId}-${message.revision}`,
    });
    await this.#client.send(send);
  }
}
