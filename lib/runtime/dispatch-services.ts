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
}

/** Apart from the publishing worker's services: the tick's bundle carries no network. */
export function dispatchServices({ PUBLICATIONS_TABLE: table, PUBLISH_QUEUE_URL: url }: DispatchEnv): DispatchServices {
  const client = documentClient();
  const dueIndex = new DueIndexTable(client, table, new HourDirectory(client, table));
  return { clock: systemClock, dueIndex, publishQueue: new SqsPublishQueue(queueClient(), url) };
}
