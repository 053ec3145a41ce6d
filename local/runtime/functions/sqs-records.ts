import * as z from "zod";
import type { Json, JsonObject } from "../json.ts";

const Attribute = z.object({
  DataType: z.string(),
  StringValue: z.string().optional(),
  BinaryValue: z.string().optional(),
});

const Message = z.object({
  MessageId: z.string(),
  ReceiptHandle: z.string(),
  Body: z.string(),
  MD5OfBody: z.string(),
  Attributes: z.record(z.string(), z.string()).default({}),
  MessageAttributes: z.record(z.string(), Attribute).default({}),
});
export type QueueMessage = z.output<typeof Message>;

export const ReceivedMessages = z.object({ Messages: z.array(Message).default([]) });

/** The event of an SQS event source mapping: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event */
export function sqsEvent(
  messages: readonly QueueMessage[],
  queue: { readonly arn: string; readonly region: string },
): JsonObject {
  return {
    Records: messages.map((message) => ({
      messageId: message.MessageId,
      receiptHandle: message.ReceiptHandle,
      body: message.Body,
      attributes: message.Attributes,
      messageAttributes: attributesOf(message),
      md5OfBody: message.MD5OfBody,
      eventSource: "aws:sqs",
      eventSourceARN: queue.arn,
      awsRegion: queue.region,
    })),
  };
}

function attributesOf({ MessageAttributes }: QueueMessage): JsonObject {
  return Object.fromEntries(
    Object.entries(MessageAttributes).map(([name, { DataType: dataType, StringValue, BinaryValue }]) => [
      name,
      {
        dataType,
        stringListValues: [],
        binaryListValues: [],
        ...(StringValue === undefined ? {} : { stringValue: StringValue }),
        ...(BinaryValue === undefined ? {} : { binaryValue: BinaryValue }),
      },
    ]),
  );
}

const BatchResponse = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish(),
});

/**
 * The messages that a function has dealt with, by its answer. An answer that is not understood, or that names a message
 * which was not in the batch, counts as a failure of the whole batch.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export function succeededMessages(messages: readonly QueueMessage[], answer: Json): readonly QueueMessage[] {
  if (answer === null) return messages;
  const response = BatchResponse.safeParse(answer);
  if (!response.success) return [];
  const failed = (response.data.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  const areKnown = failed.every((id) => messages.some(({ MessageId }) => MessageId === id));
  return areKnown ? messages.filter(({ MessageId }) => !failed.includes(MessageId)) : [];
}
