import { Duration } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { Construct } from "constructs";
import type { Monitoring } from "../parts/monitoring.ts";
import { StreamFunction, type StreamFunctionProps } from "./stream-function.ts";

export interface ScheduledWorkerProps extends StreamFunctionProps {
  readonly monitoring: Monitoring;
  readonly every: Duration;
  /** Who is hurt, and how, while it fails or does not run. Shown in the alarms. */
  readonly impact: string;
}

/** A run that fails is repeated twice by Lambda: so many failures are one run that did not recover. */
const ATTEMPTS = 3;

/** A function that runs on a schedule, with an alarm when it fails and one when it does not run at all. */
export class ScheduledWorker extends Construct {
  readonly fn: StreamFunction;

  constructor(scope: Construct, id: string, props: ScheduledWorkerProps) {
    super(scope, id);
    const { monitoring, every, impact } = props;
    this.fn = new StreamFunction(this, "Worker", props);
    new Rule(this, "Schedule", { schedule: Schedule.rate(every), targets: [new LambdaFunction(this.fn.lambda)] });

    const fiveMinutes = Duration.minutes(5);
    monitoring.alarm(this, "FailuresAlarm", {
      section: `${this.fn.name}-fails`,
      impact,
      metric: this.fn.lambda.metricErrors({
        statistic: "Sum",
        period: every.toSeconds() > fiveMinutes.toSeconds() ? every : fiveMinutes,
      }),
      threshold: ATTEMPTS,
    });
    monitoring.alarm(this, "NotRunningAlarm", {
      section: `${this.fn.name}-does-not-run`,
      impact,
      metric: this.fn.lambda.metricInvocations({ statistic: "Sum", period: every }),
      threshold: 1,
      when: "stays-below-or-silent",
      periods: 3,
    });
  }
}
