import { Duration } from "aws-cdk-lib";
import { FunctionUrlAuthType } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import type { Monitoring } from "../parts/monitoring.ts";
import { StreamFunction, type StreamFunctionProps } from "./stream-function.ts";

export interface WebhookEndpointProps extends StreamFunctionProps {
  readonly monitoring: Monitoring;
  /** Who is hurt, and how, while it answers with errors. Shown in the alarm. */
  readonly impact: string;
}

/** A public HTTPS address in front of a function that lets in only what a network has signed. */
export class WebhookEndpoint extends Construct {
  readonly url: string;

  constructor(scope: Construct, id: string, props: WebhookEndpointProps) {
    super(scope, id);
    const fn = new StreamFunction(this, "FrontDoor", props);
    // No IAM authentication: the networks cannot sign for AWS. The function checks their own signature on every body.
    // No reserved concurrency: a flood must not silence a network, and a refusal costs a few milliseconds.
    this.url = fn.lambda.addFunctionUrl({ authType: FunctionUrlAuthType.NONE }).url;

    props.monitoring.alarm(this, "FailuresAlarm", {
      section: `${fn.name}-fails`,
      impact: props.impact,
      // Answers, not only crashes: https://docs.aws.amazon.com/lambda/latest/dg/urls-monitoring.html
      metric: fn.lambda.metric("Url5xxCount", { statistic: "Sum", period: Duration.minutes(5) }),
      threshold: 5,
    });
  }
}
