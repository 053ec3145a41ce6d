import { readFileSync } from "node:fs";
import { App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { readConfig } from "./config.ts";
import { PipelineStack } from "./pipeline-stack.ts";

export interface PipelineAppOptions {
  /** What `-c key=value` would say. */
  readonly context?: Readonly<Record<string, string>>;
  /** Folder of the cloud assembly. @default the CDK CLI's, else `cdk.out` */
  readonly outdir?: string;
}

/**
 * The app of one stage. It takes the feature flags from `cdk.json` itself, so that plain node gives the same template as
 * the CDK CLI does.
 *
 * @throws ConfigError when the context makes no sense.
 */
export function createApp({ context, outdir }: PipelineAppOptions = {}): App {
  const { context: flags } = JSON.parse(readFileSync(new URL("../cdk.json", import.meta.url), "utf8"));
  const app = new App({
    outdir: outdir ?? process.env.CDK_OUTDIR ?? "cdk.out",
    context: { ...flags, ...context },
    analyticsReporting: false,
  });
  const config = readConfig(app.node);
  new PipelineStack(app, `antenne-${config.stage}`, { config });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}
