import { once } from "node:events";
import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import { buffer } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import * as z from "zod";
import { DataFolderError } from "#local/laptop-error.ts";
import { type JsonObject, JsonRecord } from "../json.ts";

export interface DynamoDbAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface DynamoDb {
  /** @param operation for example `PutItem` */
  send(operation: string, body: string): Promise<DynamoDbAnswer>;
  /** @throws what DynamoDB answered, when that is an error */
  call(operation: string, input: JsonObject): Promise<JsonObject>;
  stop(): Promise<void>;
}

const STOPS_WITHIN_MS = 2_000;

/**
 * A DynamoDB with its data in `folder`, in a thread of its own.
 *
 * @throws DataFolderError when the data cannot be opened
 */
export async function startDynamoDb(folder: string): Promise<DynamoDb> {
  const worker = new Worker(new URL("./dynamodb-worker.ts", import.meta.url), {
    workerData: { path: folder },
    execArgv: [],
  });
  const trouble = new Promise<never>((_resolve, reject) => {
    const refuse = (reason: string) => reject(cannotOpen(folder, reason));
    worker.on("message", (message) => {
      const { data } = Trouble.safeParse(message);
      if (data) refuse(data.trouble);
    });
    worker.on("error", (error: Error) => refuse(error.message));
    worker.on("exit", () => refuse("its thread has ended"));
  });
  trouble.catch(() => undefined);
  try {
    const dynamoDb = clientOf(worker, await Promise.race([portOf(worker), trouble]));
    await Promise.race([dynamoDb.call("ListTables", {}), trouble]);
    return dynamoDb;
  } catch (error) {
    await worker.terminate();
    throw error;
  }
}

const Trouble = z.object({ trouble: z.string() });

function cannotOpen(folder: string, reason: string): DataFolderError {
  return new DataFolderError(
    `DynamoDB cannot open its data in ${folder} (${reason}). Is another laptop using the folder? If not, start over with --fresh.`,
  );
}

async function portOf(worker: Worker): Promise<number> {
  const [message] = await once(worker, "message");
  return z.object({ port: z.number() }).parse(message).port;
}

function clientOf(worker: Worker, port: number): DynamoDb {
  const agent = new Agent({ keepAlive: true });
  const send = (operation: string, body: string) => post({ port, agent, operation, body });
  return {
    send,
    async call(operation, input) {
      const { status, body } = await send(operation, JSON.stringify(input));
      const answer = JsonRecord.parse(JSON.parse(body.toString()));
      if (status !== 200) throw new Error(`DynamoDB ${operation}: ${answer.message ?? body.toString()}`);
      return answer;
    },
    async stop() {
      const exited = once(worker, "exit");
      worker.postMessage("stop");
      await Promise.race([exited, delay(STOPS_WITHIN_MS, undefined, { ref: false })]);
      await worker.terminate();
      agent.destroy();
    },
  };
}

interface Call {
  readonly port: number;
  readonly agent: Agent;
  readonly operation: string;
  readonly body: string;
}

async function post({ port, agent, operation, body }: Call): Promise<DynamoDbAnswer> {
  const outgoing = request({
    host: "127.0.0.1",
    port,
    agent,
    method: "POST",
    timeout: 30_000,
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "content-length": Buffer.byteLength(body),
      "x-amz-target": `DynamoDB_20120810.${operation}`,
      // It checks that a request is signed, not how.
      authorization:
        "AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
      "x-amz-date": "20260101T000000Z",
    },
  });
  outgoing.on("timeout", () => outgoing.destroy(new Error(`DynamoDB does not answer ${operation}`)));
  outgoing.end(body);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.on("response", resolve);
    outgoing.on("error", reject);
  });
  return { status: answer.statusCode ?? 500, headers: answer.headers, body: await buffer(answer) };
}
