import type { FunctionLogLine } from "./function-log.ts";

/** All that it takes to run one Lambda function here. */
export interface FunctionSettings {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  /** Where its bundle lies. */
  readonly folder: string;
  /** For example `index.handler`. */
  readonly handler: string;
  /** The whole of its `process.env`. */
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  /** How many invocations run at once. */
  readonly concurrency: number;
  readonly onLog: (line: FunctionLogLine) => void;
}
