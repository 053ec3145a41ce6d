import type { IncomingMessage, ServerResponse } from "node:http";
import { buildApp } from "fauxqs";
import * as z from "zod";
import { type JsonObject, JsonRecord } from "../json.ts";
import { changesOf, type ObjectChange } from "./object-changes.ts";
import { type ObjectStore, objectStore } from "./object-store.ts";
import { allowAllOfUnicode } from "./queue-characters.ts";

export interface SqsAndS3 {
  /** Answers a request of an SDK or of the AWS command line. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  readonly queues: QueueClient;
  readonly objects: ObjectStore;
  /** Told of every change before its request is answered, from now on. */
  onObjectChange(listener: (change: ObjectChange) => Promise<void>): void;
  stop(): Promise<void>;
}

/** SQS in this process, without HTTP. */
export interface QueueClient {
  /**
   * @param operation for example `ReceiveMessage`, with the input and the answer of SQS's JSON protocol
   * @throws QueueRefusal
   */
  call(operation: string, input: JsonObject): Promise<JsonObject>;
}

export class QueueRefusal extends Error {
  override name = "QueueRefusal";
  readonly code: string;

  constructor(operation: string, { __type: type, message }: JsonObject) {
    super(`SQS ${operation}: ${String(message ?? type)}`);
    this.code = String(type ?? "InternalFailure").replace(/^.*#/, "");
  }
}

const Params = z.object({ bucket: z.string(), "*": z.string().default("") });
const Query = z.record(z.string(), z.unknown()).default({});

/** @param endpoint where the queues shall say that they are, for example `http://127.0.0.1:4580` */
export async function startSqsAndS3(region: string, endpoint: string): Promise<SqsAndS3> {
  allowAllOfUnicode();
  const app = buildApp({ logger: false, defaultRegion: region });
  let tell: ((change: ObjectChange) => Promise<void>) | undefined;

  app.addHook("onSend", async (request, reply, payload) => {
    // The address that it would give a queue resolves nowhere: http://sqs.REGION.localhost…
    if (request.headers["x-amz-target"]) {
      return typeof payload === "string" ? payload.replace(/http:\/\/sqs\.[^/"]+\//g, `${endpoint}/`) : payload;
    }
    const params = Params.safeParse(request.params);
    if (!tell || !params.success || reply.statusCode >= 300) return payload;
    const changes = changesOf({
      method: request.method,
      bucket: params.data.bucket,
      key: params.data["*"],
      query: Query.parse(request.query),
      copySource: z.string().optional().parse(request.headers["x-amz-copy-source"]),
      body: Buffer.isBuffer(request.body) && request.method === "POST" ? request.body.toString() : "",
    });
    for (const change of changes) await tell(change);
    return payload;
  });
  await app.ready();

  return {
    handle: (request, response) => app.routing(request, response),
    objects: objectStore(app),
    queues: {
      async call(operation, input) {
        const answer = await app.inject({
          method: "POST",
          url: "/",
          headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": `AmazonSQS.${operation}` },
          payload: JSON.stringify(input),
        });
        const body = JsonRecord.parse(JSON.parse(answer.payload || "{}"));
        if (answer.statusCode !== 200) throw new QueueRefusal(operation, body);
        return body;
      },
    },
    onObjectChange: (listener) => {
      tell = listener;
    },
    stop: () => app.close(),
  };
}
