import * as z from "zod";
import type { QueueClient } from "../emulators/queue-client.ts";
import { type JsonObject, JsonValue } from "../json.ts";
import type { Resource } from "../template/deployment.ts";

const Properties = z.object({
  VisibilityTimeout: z.coerce.number().default(30),
  DelaySeconds: JsonValue.optional(),
  MaximumMessageSize: JsonValue.optional(),
  MessageRetentionPeriod: JsonValue.optional(),
  ReceiveMessageWaitTimeSeconds: JsonValue.optional(),
  FifoQueue: z.boolean().optional(),
  ContentBasedDeduplication: z.boolean().optional(),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() }).optional(),
});

/** @param longestVisibilitySeconds caps the visibility timeout, which is how soon a failed message is tried again */
export async function createQueue(
  queues: QueueClient,
  resource: Resource,
  longestVisibilitySeconds: number,
): Promise<void> {
  const { VisibilityTimeout, RedrivePolicy, ...others } = Properties.parse(resource.properties);
  const Attributes: JsonObject = { VisibilityTimeout: String(Math.min(VisibilityTimeout, longestVisibilitySeconds)) };
  if (RedrivePolicy) Attributes.RedrivePolicy = JSON.stringify(RedrivePolicy);
  for (const [name, value] of Object.entries(others)) if (value !== undefined) Attributes[name] = String(value);
  await queues.call("CreateQueue", { QueueName: resource.attributes.QueueName ?? "", Attributes });
}
