import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import * as z from "zod";
import { Invocation, type WorkerAnswer } from "./messages.ts";

/** One execution environment of a Lambda function: loads the bundle as AWS would, then runs its handler when told. */
type Handler = (event: unknown, context: object) => unknown;

const { folder, handler: handlerName } = z.object({ folder: z.string(), handler: z.string() }).parse(workerData);

function answer(message: WorkerAnswer): void {
  parentPort?.postMessage(message);
}

async function load(): Promise<Handler> {
  const [module = "", name = ""] = handlerName.split(/\.(?=[^.]+$)/);
  const file = [".mjs", ".js", ".cjs"].map((ending) => join(folder, module + ending)).find(existsSync);
  if (!file) throw new Error(`there is no ${module}.mjs in ${folder}`);
  const exported: Record<string, unknown> = await import(pathToFileURL(file).href);
  const handler = exported[name];
  if (typeof handler !== "function") throw new Error(`${file} exports no function ${name}`);
  return (event, context) => handler(event, context);
}

async function run(handler: Handler, { requestId, payload, deadline, arn }: Invocation): Promise<WorkerAnswer> {
  try {
    const result = await handler(JSON.parse(payload), contextOf({ requestId, deadline, arn }));
    return { kind: "result", payload: JSON.stringify(result) ?? "null" };
  } catch (error) {
    return { kind: "failure", error: describe(error) };
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
function contextOf({ requestId, deadline, arn }: Omit<Invocation, "payload">) {
  const { AWS_LAMBDA_FUNCTION_NAME: functionName, AWS_LAMBDA_FUNCTION_MEMORY_SIZE: memoryLimitInMB } = process.env;
  return {
    awsRequestId: requestId,
    functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: arn,
    memoryLimitInMB,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - realNow()),
  };
}

/** Not `Date`, which belongs to the handler: a test may have put its clock ahead. */
function realNow(): number {
  return performance.timeOrigin + performance.now();
}

function describe(error: unknown) {
  if (!(error instanceof Error)) return { errorType: "Error", errorMessage: String(error) };
  return { errorType: error.name, errorMessage: error.message, stack: error.stack };
}

try {
  const handler = await load();
  parentPort?.on("message", async (message) => answer(await run(handler, Invocation.parse(message))));
  answer({ kind: "loaded" });
} catch (error) {
  answer({ kind: "not-loaded", error: describe(error) });
}
