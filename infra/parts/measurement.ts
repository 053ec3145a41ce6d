import { Duration, Stack } from "aws-cdk-lib";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { keepsBudgets, putsItemsOf, readsTable, sendsTo, writesTable } from "../bindings.ts";
import { QueueWorker } from "../constructs/queue-worker.ts";
import { ScheduledWorker } from "../constructs/scheduled-worker.ts";
import { speaksForChannels } from "../speaks-for-channels.ts";
import type { StreamProps } from "./stream-props.ts";

/** The networks' numbers → snapshots. */
export class Measurement extends Construct {
  readonly metricsQueue: Queue;

  constructor(scope: Construct, id: string, props: StreamProps) {
    super(scope, id);
    const { storage, config, monitoring } = props;

    const collector = new QueueWorker(this, "CollectMetrics", {
      config,
      monitoring,
      entry: "measurement/collect-metrics",
      impact: "Marketing: numbers of some channels or posts are missing.",
      timeout: Duration.seconds(60),
      batchSize: 10,
      batchingWindow: Duration.seconds(20),
      uses: [
        keepsBudgets(storage.channels),
        writesTable("METRICS_TABLE", storage.metrics),
        ...speaksForChannels(Stack.of(this), props),
      ],
    });
    // What a network's rate limit does not allow now goes back to the queue, for later.
    collector.fn.use(sendsTo("METRICS_QUEUE_URL", collector.queue));
    this.metricsQueue = collector.queue;

    new ScheduledWorker(this, "PlanCollection", {
      config,
      monitoring,
      entry: "measurement/plan-collection",
      impact: "Marketing: all numbers stand still.",
      every: Duration.hours(1),
      timeout: Duration.minutes(5),
      uses: [
        readsTable("CHANNELS_TABLE", storage.channels),
        readsTable("PUBLICATIONS_TABLE", storage.publications, { index: "due" }),
        readsTable("METRICS_TABLE", storage.metrics),
        // Its cursor, and no numbers.
        putsItemsOf("PLAN", "METRICS_TABLE", storage.metrics),
        sendsTo("METRICS_QUEUE_URL", collector.queue),
      ],
    });
  }
}
