import type { DispatchServices } from "#lib/app/publishing/dispatch-due.ts";
import { queueClient } from "#lib/aws/clients.ts";
import { documentClient } from "#lib/aws/document-client.ts";
import { DueIndexTable } from "#lib/aws/due-index.ts";
import { HourDirectory } from "#lib/aws/hour-directory.ts";
import { SqsPublishQueue } from "#lib/aws/publish-queue.ts";
import { systemClock } from "./clock.ts";

interface DispatchEnv {
  readonly PUBLICATIONS_TABLE: string;
  readonly PUBLISH_QUEUE_URL: string;
  readonly CHECK_QUEUE_URL: string;
}

/** Apart from the publishing worker's services: the tick's bundle carries no network. */
export function dispatchServices(env: DispatchEnv): DispatchServices {
  const { PUBLICATIONS_TABLE: table } = env;
  const client = documentClient();
  const dueIndex = new DueIndexTable(client, table, new HourDirectory(client, table));
  return {
    clock: systemClock,
    dueIndex,
    publishQueue: new SqsPublishQueue(queueClient(), env.PUBLISH_QUEUE_URL),
    checkQueue: new SqsPublishQueue(queueClient(), env.CHECK_QUEUE_URL),
  };
}
