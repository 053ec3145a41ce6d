import { randomUUID } from "node:crypto";
import * as z from "zod";
import { NotEmulatedError } from "#local/laptop-error.ts";
import type { ObjectChange } from "../emulators/object-changes.ts";
import type { ObjectMirror } from "../emulators/object-mirror.ts";
import type { ObjectStore } from "../emulators/object-store.ts";
import type { EventBus } from "../events/event-bus.ts";
import type { JsonObject } from "../json.ts";
import type { Resource } from "../template/deployment.ts";
import { ACCOUNT } from "../template/identities.ts";

const Notifications = z.object({
  NotificationConfiguration: z
    .object({ EventBridgeConfiguration: z.object({ EventBridgeEnabled: z.boolean().default(true) }).optional() })
    .catchall(z.never())
    .optional(),
});

/** Makes the bucket with the objects of earlier starts. */
export async function createBucket(
  objects: ObjectStore,
  mirror: ObjectMirror,
  { ref: bucket }: Resource,
): Promise<void> {
  await objects.createBucket(bucket);
  for await (const object of mirror.load(bucket)) await objects.put(object);
}

/** @throws NotEmulatedError for notifications that go anywhere but to EventBridge */
export function notifiesEventBridge({ logicalId, properties }: Resource): boolean {
  const parsed = Notifications.safeParse(properties);
  if (!parsed.success)
    throw new NotEmulatedError(`${logicalId} notifies something else than EventBridge, which is not emulated.`);
  return parsed.data.NotificationConfiguration?.EventBridgeConfiguration?.EventBridgeEnabled ?? false;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html. The key is not URL-encoded there. */
export async function announceChange(bus: EventBus, objects: ObjectStore, change: ObjectChange): Promise<void> {
  const { bucket, key, reason } = change;
  const isGone = reason === "DeleteObject";
  const facts: JsonObject = isGone ? {} : { ...(await objects.head(bucket, key)) };
  await bus.emit({
    source: "aws.s3",
    detailType: isGone ? "Object Deleted" : "Object Created",
    resources: [`arn:aws:s3:::${bucket}`],
    detail: {
      version: "0",
      bucket: { name: bucket },
      object: { key, ...facts, sequencer: Date.now().toString(16).toUpperCase().padStart(18, "0") },
      "request-id": randomUUID(),
      requester: ACCOUNT,
      "source-ip-address": "127.0.0.1",
      reason,
      ...(isGone ? { "deletion-type": "Permanently Deleted" } : {}),
    },
  });
}
