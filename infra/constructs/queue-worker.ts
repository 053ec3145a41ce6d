import { Duration } from "aws-cdk-lib";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { Monitoring } from "../parts/monitoring.ts";
import { QueueWithDeadLetters } from "./queue-with-dead-letters.ts";
import { StreamFunction, type StreamFunctionProps } from "./stream-function.ts";

export interface QueueWorkerProps extends StreamFunctionProps {
  readonly monitoring: Monitoring;
  /** Who is hurt, and how, while its messages wait. Shown in the alarms. */
  readonly impact: string;
  readonly timeout: Duration;
  readonly batchSize: number;
  /** How long Lambda gathers messages before it starts the function. @default not at all */
  readonly batchingWindow?: Duration;
  /** Age of the oldest message from which people are hurt. @default no alarm on age */
  readonly lateAfter?: Duration;
}

/** A queue, the function that empties it, its dead-letter queue, and the alarms on them. */
export class QueueWorker extends Construct {
  readonly queue: Queue;
  readonly fn: StreamFunction;

  constructor(scope: Construct, id: string, props: QueueWorkerProps) {
    super(scope, id);
    this.fn = new StreamFunction(this, "Worker", props);
    const window = props.batchingWindow ?? Duration.seconds(0);
    this.queue = new QueueWithDeadLetters(this, "Work", {
      monitoring: props.monitoring,
      name: this.fn.name,
      impact: props.impact,
      // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html: six timeouts and the batching window.
      visibilityTimeout: Duration.seconds(6 * props.timeout.toSeconds() + window.toSeconds()),
    }).queue;
    this.fn.lambda.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: props.batchSize,
        maxBatchingWindow: props.batchingWindow,
        reportBatchItemFailures: true,
      }),
    );

    if (!props.lateAfter) return;
    props.monitoring.alarm(this.queue, "AgeAlarm", {
      section: `${this.fn.name}-falls-behind`,
      impact: props.impact,
      metric: this.queue.metricApproximateAgeOfOldestMessage({ statistic: "Maximum" }),
      threshold: props.lateAfter.toSeconds(),
    });
  }
}
