import type { ObjectMirror } from "../emulators/object-mirror.ts";
import type { QueueMemory } from "../emulators/queue-memory.ts";
import type { AwsServices } from "../front/aws-front.ts";
import type { Resource } from "../template/deployment.ts";
import { announceChange, createBucket, notifiesEventBridge } from "./buckets.ts";
import { createQueue } from "./queues.ts";
import { ensureTable } from "./tables.ts";

interface StoreOptions {
  readonly mirror: ObjectMirror;
  readonly queueMemory: QueueMemory;
  readonly longestVisibilitySeconds: number;
}

/** Makes the tables, queues, buckets, buses and parameters of the template, with the data of earlier starts. */
export async function provisionStores(
  resources: readonly Resource[],
  { dynamoDb, sqsAndS3, bus, parameters }: AwsServices,
  { mirror, queueMemory, longestVisibilitySeconds }: StoreOptions,
): Promise<void> {
  const makers: Readonly<Record<string, (resource: Resource) => Promise<void> | void>> = {
    "AWS::DynamoDB::Table": (table) => ensureTable(dynamoDb, table),
    "AWS::SQS::Queue": (queue) => createQueue(sqsAndS3.queues, queue, longestVisibilitySeconds),
    "AWS::S3::Bucket": (bucket) => createBucket(sqsAndS3.objects, mirror, bucket),
    "AWS::Events::EventBus": ({ ref }) => bus.addBus(ref),
    "AWS::SSM::Parameter": ({ ref, attributes }) => {
      parameters.put(ref, attributes.Value ?? "", attributes.Type);
    },
  };
  for (const resource of resources) await makers[resource.type]?.(resource);
  await queueMemory.restore(
    sqsAndS3.queues,
    (name) => resources.find(({ attributes }) => attributes.QueueName === name)?.ref,
  );

  const notifying = resources
    .filter((resource) => resource.type === "AWS::S3::Bucket" && notifiesEventBridge(resource))
    .map(({ ref }) => ref);
  sqsAndS3.onObjectChange(async (change) => {
    const { bucket, key, reason } = change;
    if (reason === "DeleteObject") await mirror.forget(bucket, key);
    else await mirror.save(await sqsAndS3.objects.get(bucket, key));
    if (notifying.includes(bucket)) await announceChange(bus, sqsAndS3.objects, change);
  });
}
