import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { SqsCustomerServiceQueue } from "#lib/aws/customer-service-queue.ts";
import { SqsIngestQueue } from "#lib/aws/ingest-queue.ts";
import { queueText } from "#lib/aws/queue-text.ts";
import { SqsReplyQueue } from "#lib/aws/reply-queue.ts";
import type { CustomerServiceMessage } from "#lib/domain/engagement/customer-service-message.ts";

const sqs = mockClient(SQSClient);
const client = new SQSClient({});
const lastInput = () => sqs.commandCalls(SendMessageCommand).at(-1)?.args[0].input;

beforeEach(() => {
  sqs.reset();
  sqs.on(SendMessageCommand).resolves({});
});

const message: CustomerServiceMessage = {
  version: 1,
  event: "created",
  messageId: "message-1",
  revision: 3,
  conversationId: "conversation-1",
  network: "x",
  channelId: "x/acme",
  kind: "mention",
  isComplete: true,
  attachments: [],
  occurredAt: "2026-11-23T09:00:00.000Z",
  receivedAt: "2026-11-23T09:00:01.000Z",
};

describe("SqsCustomerServiceQueue", () => {
  it("groups by conversation and deduplicates by the message's revision", async () => {
    await new SqsCustomerServiceQueue(client, "https://sqs.example/cs.fifo").send(message);

    expect(lastInput()).toEqual({
      QueueUrl: "https://sqs.example/cs.fifo",
      MessageBody: JSON.stringify(message),
      MessageGroupId: "conversation-1",
      MessageDeduplicationId: "message-1-3",
    });
  });
});

describe("SqsIngestQueue and SqsReplyQueue", () => {
  it("send their message as JSON", async () => {
    const delivery = {
      version: 1 as const,
      deliveryId: "d",
      network: "x",
      receivedAt: "2026-11-23T09:00:00.000Z",
      archiveKey: "k",
    };
    const request = { version: 1 as const, replyId: "r", conversationId: "c", text: "Oui 😀" };

    await new SqsIngestQueue(client, "ingest").send(delivery);
    const ingested = lastInput()?.MessageBody;
    await new SqsReplyQueue(client, "reply").send(request);

    expect([ingested, lastInput()?.MessageBody].map((body) => JSON.parse(body ?? ""))).toEqual([delivery, request]);
  });
});

describe("queueText", () => {
  it("holds only characters that SQS takes, and means the same", () => {
    const hostile = { text: "a\uFFFE\uFFFF\u0000\u000B\uD800 é 😀" };

    const text = queueText(hostile);

    expect([...text].map((letter) => letter.codePointAt(0) ?? 0).filter((code) => !isTaken(code))).toEqual([]);
    expect(JSON.parse(text)).toEqual(hostile);
  });
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
function isTaken(code: number): boolean {
  if (code < 0x20) return [0x9, 0xa, 0xd].includes(code);
  return !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff;
}
