import { Annotations, Stack } from "aws-cdk-lib";
import {
  Alarm,
  ComparisonOperator,
  type IAlarmAction,
  type Metric,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import type { StageConfig } from "../config.ts";

export interface AlarmProps {
  /** Anchor of the section of docs/runbook.md that says what to do. Also the alarm's name, after the stage's. */
  readonly section: string;
  /** Who is hurt, and how. */
  readonly impact: string;
  readonly metric: Metric;
  readonly threshold: number;
  /** What the metric does to set off the alarm. @default it reaches the threshold */
  readonly when?: "reaches" | "stays-below-or-silent";
  /** Periods in a row. @default 1 */
  readonly periods?: number;
}

/** Where every alarm of the stage is made, so that each says who is hurt, where to read on, and reaches somebody. */
export class Monitoring extends Construct {
  readonly #config: StageConfig;
  readonly #action: IAlarmAction | undefined;

  constructor(scope: Construct, id: string, config: StageConfig) {
    super(scope, id);
    this.#config = config;
    if (config.keepsData && !config.alarmEmail) {
      const advice = "give -c alarmEmail=<address> with every deployment of this stage";
      Annotations.of(this).addWarningV2("antenne:alarmEmail", `Nobody is told of an alarm: ${advice}.`);
    }
    this.#action = config.alarmEmail ? new SnsAction(this.#mailTo(config.alarmEmail)) : undefined;
  }

  /** @param scope of what is watched: the alarm is made there */
  alarm(scope: Construct, id: string, props: AlarmProps): void {
    const isSilenceBad = props.when === "stays-below-or-silent";
    const alarm = new Alarm(scope, id, {
      alarmName: `antenne-${this.#config.stage}-${props.section}`,
      alarmDescription: `${props.impact}\nRunbook: ${this.#config.runbookUrl}#${props.section}`,
      metric: props.metric,
      threshold: props.threshold,
      evaluationPeriods: props.periods ?? 1,
      comparisonOperator: isSilenceBad
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: isSilenceBad ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    if (this.#action) alarm.addAlarmAction(this.#action);
  }

  #mailTo(address: string): Topic {
    const topic = new Topic(this, "Alarms", { enforceSSL: true });
    topic.addSubscription(new EmailSubscription(address));
    // A topic with a policy of its own no longer lets CloudWatch in by default.
    const cloudWatch = new ServicePrincipal("cloudwatch.amazonaws.com", {
      conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
    });
    topic.grantPublish(cloudWatch);
    return topic;
  }
}
