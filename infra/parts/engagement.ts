import { Duration, Stack } from "aws-cdk-lib";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import {
  keepsBudgets,
  putsEvents,
  readsAndWritesTable,
  readsObjects,
  readsSecrets,
  sendsTo,
  writesObjects,
} from "../bindings.ts";
import { QueueWithDeadLetters } from "../constructs/queue-with-dead-letters.ts";
import { QueueWorker } from "../constructs/queue-worker.ts";
import { ScheduledWorker } from "../constructs/scheduled-worker.ts";
import { WebhookEndpoint } from "../constructs/webhook-endpoint.ts";
import { speaksForChannels } from "../speaks-for-channels.ts";
import type { StreamProps } from "./stream-props.ts";

/** Webhooks → conversations → customer service, and its replies back. */
export class Engagement extends Construct {
  readonly webhookUrl: string;
  readonly ingestQueue: Queue;
  readonly replyQueue: Queue;
  /** Messages for customer service, one group per conversation. */
  readonly customerServiceQueue: Queue;

  constructor(scope: Construct, id: string, props: StreamProps) {
    super(scope, id);
    this.customerServiceQueue = new QueueWithDeadLetters(this, "CustomerService", {
      monitoring: props.monitoring,
      name: "customer-service",
      impact: "Customers: messages that customer service's tool could not take stay unanswered.",
      kind: "fifo",
      // The tool is not ours: it may take its time over a message, and be away for long.
      visibilityTimeout: Duration.minutes(5),
      retention: Duration.days(14),
    }).queue;
    this.ingestQueue = this.#ingester(props).queue;
    this.replyQueue = this.#replier(props).queue;
    this.#sweeper(props);
    this.webhookUrl = this.#frontDoor(props).url;
  }

  #frontDoor({ storage, config, monitoring, parameterPrefix }: StreamProps): WebhookEndpoint {
    return new WebhookEndpoint(this, "Webhook", {
      config,
      monitoring,
      entry: "engagement/receive-webhook",
      impact: "Customers: what they write does not come in, and the networks give up telling us after a while.",
      // A network hangs up sooner: X after 10 seconds.
      timeout: Duration.seconds(10),
      uses: [
        writesObjects("ARCHIVE_BUCKET", storage.archive, "webhooks/*"),
        sendsTo("INGEST_QUEUE_URL", this.ingestQueue),
        readsSecrets(Stack.of(this), parameterPrefix, "networks"),
      ],
    });
  }

  #ingester(props: StreamProps): QueueWorker {
    const { storage, config, monitoring } = props;
    return new QueueWorker(this, "Ingest", {
      config,
      monitoring,
      entry: "engagement/ingest",
      impact: "Customers: what they wrote reached us but not customer service.",
      timeout: Duration.seconds(30),
      batchSize: 10,
      lateAfter: Duration.minutes(15),
      uses: [
        readsObjects("ARCHIVE_BUCKET", storage.archive, "webhooks/*"),
        readsAndWritesTable("CONVERSATIONS_TABLE", storage.conversations),
        sendsTo("CUSTOMER_SERVICE_QUEUE_URL", this.customerServiceQueue),
        keepsBudgets(storage.channels),
        ...speaksForChannels(Stack.of(this), props),
      ],
    });
  }

  #replier(props: StreamProps): QueueWorker {
    const { storage, config, monitoring } = props;
    return new QueueWorker(this, "Reply", {
      config,
      monitoring,
      entry: "engagement/reply",
      impact: "Customers: answers that customer service wrote are not sent.",
      timeout: Duration.seconds(60),
      batchSize: 1,
      uses: [
        readsAndWritesTable("CONVERSATIONS_TABLE", storage.conversations),
        keepsBudgets(storage.channels),
        ...speaksForChannels(Stack.of(this), props),
      ],
    });
  }

  #sweeper({ storage, config, monitoring, bus }: StreamProps): void {
    new ScheduledWorker(this, "SweepOutbox", {
      config,
      monitoring,
      entry: "engagement/sweep-outbox",
      impact: "Customers: a message or an answer that a queue lost is not sent again.",
      every: Duration.minutes(5),
      timeout: Duration.seconds(60),
      uses: [
        readsAndWritesTable("CONVERSATIONS_TABLE", storage.conversations, { index: "outbox" }),
        sendsTo("CUSTOMER_SERVICE_QUEUE_URL", this.customerServiceQueue),
        sendsTo("REPLY_QUEUE_URL", this.replyQueue),
        putsEvents(bus),
      ],
    });
  }
}
