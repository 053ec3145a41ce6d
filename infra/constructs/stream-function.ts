import { Duration, RemovalPolicy, type Size, Validations } from "aws-cdk-lib";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { Binding } from "../bindings.ts";
import type { StageConfig } from "../config.ts";

export interface StreamFunctionProps {
  readonly config: StageConfig;
  /** `<stream>/<name>`: the function of `functions/<stream>/<name>.ts`. */
  readonly entry: string;
  /** All that it may use, besides its own logs. */
  readonly uses: readonly Binding[];
  /** @default 30 seconds */
  readonly timeout?: Duration;
  /** In MB. @default 256, below which Node itself answers slowly */
  readonly memorySize?: number;
  /** Temporary disk. @default 512 MB */
  readonly ephemeralStorageSize?: Size;
}

/** One Lambda of `functions/`, with a role and a log group of its own. */
export class StreamFunction extends Construct {
  /** Last part of the entry, by which logs, alarms and the runbook call it. */
  readonly name: string;
  readonly lambda: LambdaFunction;
  readonly #role: Role;

  constructor(scope: Construct, id: string, props: StreamFunctionProps) {
    super(scope, id);
    const { config, entry } = props;
    const [stream = entry, name = entry] = entry.split("/");
    this.name = name;

    // Logs hold ids only, nothing that a customer wrote: they go with the stack, in every stage.
    const logGroup = new LogGroup(this, "Logs", {
      logGroupName: `/antenne/${config.stage}/${entry}`,
      retention: config.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.#role = new Role(this, "Role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    logGroup.grantWrite(this.#role);
    this.lambda = new LambdaFunction(this, "Function", {
      description: entry,
      code: Code.fromAsset(`dist/${entry}`),
      handler: "index.handler",
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memorySize ?? 256,
      ephemeralStorageSize: props.ephemeralStorageSize,
      timeout: props.timeout ?? Duration.seconds(30),
      role: this.#role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel[config.logLevel],
      // Without START, END and REPORT lines a quiet pipeline costs nothing to log.
      systemLogLevelV2: SystemLogLevel.WARN,
      environment: {
        STAGE: config.stage,
        LOG_LEVEL: config.logLevel,
        POWERTOOLS_METRICS_NAMESPACE: "Antenne",
        // A dimension of every metric: one per stream keeps the number of billed series small.
        POWERTOOLS_SERVICE_NAME: stream,
      },
    });
    for (const binding of props.uses) this.use(binding);
  }

  /** Gives the function one more thing to use: its name in the environment, and the permission. */
  use({ environment, statement, wildcards }: Binding): void {
    for (const [variable, value] of Object.entries(environment)) this.lambda.addEnvironment(variable, value);
    this.#role.addToPolicy(statement);
    for (const resource of wildcards?.resources ?? []) {
      Validations.of(this.#role).acknowledge({
        id: `AwsSolutions-IAM5[Resource::${resource}]`,
        reason: wildcards?.reason ?? "",
      });
    }
  }
}
