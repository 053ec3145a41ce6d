import * as z from "zod";
import { LaptopError } from "#local/laptop-error.ts";
import type { FunctionLogLine } from "../functions/function-log.ts";
import type { FunctionSettings } from "../functions/function-settings.ts";
import type { LambdaFunction } from "../functions/lambda-function.ts";
import type { Resource } from "../template/deployment.ts";

const Properties = z.object({
  Code: z.object({ S3Key: z.string() }),
  Handler: z.string(),
  MemorySize: z.number().default(128),
  Timeout: z.number().default(3),
  Environment: z.object({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).optional(),
});

export interface FunctionSurroundings {
  readonly assets: ReadonlyMap<string, string>;
  readonly endpoint: string;
  readonly region: string;
  /** What every function gets besides its own variables. */
  readonly environment: Readonly<Record<string, string>>;
  readonly concurrency: number;
  readonly onLog: (line: FunctionLogLine) => void;
}

/** A function with the resource that describes it. */
export interface DeployedFunction {
  readonly resource: Resource;
  readonly fn: LambdaFunction;
}

export function functionSettings(resource: Resource, surroundings: FunctionSurroundings): FunctionSettings {
  const { assets, endpoint, region, environment, concurrency, onLog } = surroundings;
  const { logicalId, ref: name, attributes } = resource;
  const properties = Properties.parse(resource.properties);
  const folder = assets.get(properties.Code.S3Key);
  if (!folder) throw new LaptopError(`The assembly holds no asset ${properties.Code.S3Key}, the code of ${logicalId}.`);
  return {
    logicalId,
    name,
    arn: attributes.Arn ?? "",
    folder,
    handler: properties.Handler,
    environment: {
      ...reservedVariables({ name, handler: properties.Handler, memoryMb: properties.MemorySize, folder }),
      PATH: process.env.PATH ?? "",
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: "laptop",
      AWS_SECRET_ACCESS_KEY: "laptop",
      ...environment,
      ...properties.Environment?.Variables,
    },
    memoryMb: properties.MemorySize,
    timeoutMs: properties.Timeout * 1000,
    concurrency,
    onLog,
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
function reservedVariables(fn: {
  name: string;
  handler: string;
  memoryMb: number;
  folder: string;
}): Record<string, string> {
  return {
    _HANDLER: fn.handler,
    TZ: ":UTC",
    LANG: "en_US.UTF-8",
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${fn.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: "laptop",
    LAMBDA_TASK_ROOT: fn.folder,
  };
}
