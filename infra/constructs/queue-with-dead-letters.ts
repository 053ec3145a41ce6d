import { Duration } from "aws-cdk-lib";
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption, type QueueProps } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { Monitoring } from "../parts/monitoring.ts";

export interface QueueWithDeadLettersProps {
  readonly monitoring: Monitoring;
  /** What the alarm and its section in the runbook are called, before `-dead-letters`. */
  readonly name: string;
  /** Who is hurt, and how, while messages wait in the dead-letter queue. */
  readonly impact: string;
  readonly visibilityTimeout: Duration;
  /** @default standard: at least once, in any order */
  readonly kind?: "standard" | "fifo";
  /** @default 4 days */
  readonly retention?: Duration;
}

/** Enough for what heals itself, few enough for what never will. */
const MOST_DELIVERIES = 5;

/** A queue that loses nothing: what fails again and again waits two weeks in a dead-letter queue that alarms. */
export class QueueWithDeadLetters extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, props: QueueWithDeadLettersProps) {
    super(scope, id);
    const base = { ...kindOf(props.kind), enforceSSL: true, encryption: QueueEncryption.SQS_MANAGED };
    const deadLetters = new Queue(this, "DeadLetters", { ...base, retentionPeriod: Duration.days(14) });
    this.queue = new Queue(this, "Queue", {
      ...base,
      visibilityTimeout: props.visibilityTimeout,
      retentionPeriod: props.retention ?? Duration.days(4),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: MOST_DELIVERIES },
    });

    props.monitoring.alarm(deadLetters, "Alarm", {
      section: `${props.name}-dead-letters`,
      impact: props.impact,
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: "Maximum" }),
      threshold: 1,
    });
  }
}

function kindOf(kind: "standard" | "fifo" = "standard"): QueueProps {
  if (kind === "standard") return {};
  return {
    fifo: true,
    contentBasedDeduplication: false,
    // Each group is limited on its own, so that one busy conversation does not slow the others.
    deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
    fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
  };
}
