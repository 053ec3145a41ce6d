import { DeleteMessageCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { CustomerServiceMessage } from "#lib/domain/engagement/customer-service-message.ts";
import type { Session } from "#local/session.ts";

/** Takes everything out of the customer-service queue, as the tool of customer service does. */
export async function takeMessages({ clients, output }: Session): Promise<CustomerServiceMessage[]> {
  const QueueUrl = output("CustomerServiceQueueUrl");
  const taken: CustomerServiceMessage[] = [];
  for (;;) {
    const { Messages = [] } = await clients.queues.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    if (Messages.length === 0) return taken;
    for (const { Body = "", ReceiptHandle } of Messages) {
      taken.push(CustomerServiceMessage.parse(JSON.parse(Body)));
      await clients.queues.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}
