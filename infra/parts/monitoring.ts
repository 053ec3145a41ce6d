import { Annotations, Stack } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { type IEventBus, Rule, RuleTargetInput } from "aws-cdk-lib/aws-events";
import { SnsTopic } from "aws-cdk-lib/aws-events-targets";
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

export interface MailProps {
  readonly bus: IEventBus;
  /** The `detail-type` of the event. */
  readonly event: string;
  /** Anchor of the section of docs/runbook.md that says what to do. */
  readonly section: string;
  /** May hold fields of the event. */
  readonly text: string;
}

/** Where every alarm of the stage is made, so that each says who is hurt, where to read on, and reaches somebody. */
export class Monitoring extends Construct {
  readonly #config: StageConfig;
  readonly #topic: Topic | undefined;

  constructor(scope: Construct, id: string, config: StageConfig) {
    super(scope, id);
    this.#config = config;
    if (config.keepsData && !config.alarmEmail) {
      const advice = "give -c alarmEmail=<address> with every deployment of this stage";
      Annotations.of(this).addWarningV2("antenne:alarmEmail", `Nobody is told of an alarm: ${advice}.`);
    }
    this.#topic = config.alarmEmail ? this.#mailTo(config.alarmEmail) : undefined;
  }

  /** Mails an event of the bus that only a person can act on, to where the alarms go. Costs nothing while none comes. */
  mail(scope: Construct, id: string, { bus, event, section, text }: MailProps): void {
    if (!this.#topic) return;
    const message = RuleTargetInput.fromText(`${text}\nRunbook: ${this.#config.runbookUrl}#${section}`);
    new Rule(scope, id, {
      eventBus: bus,
      eventPattern: { source: ["antenne"], detailType: [event] },
      targets: [new SnsTopic(this.#topic, { message })],
    });
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
    if (this.#topic) alarm.addAlarmAction(new SnsAction(this.#topic));
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
