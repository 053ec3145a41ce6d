import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { buildApp } from "fauxqs";
import * as z from "zod";
import { type JsonObject, JsonRecord } from "../json.ts";
import { changesOf, type ObjectChange, storageRequest } from "./object-changes.ts";
import { type ObjectStore, objectStore } from "./object-store.ts";
import { allowAllOfUnicode } from "./queue-characters.ts";
import { type QueueClient, QueueRefusal } from "./queue-client.ts";
import { isDelayedTooLong } from "./queue-limits.ts";
import { QueueContent } from "./queue-memory.ts";

export interface SqsAndS3 {
  /** Answers a request of an SDK or of the AWS command line that changes no object. */
  readonly pass: (request: IncomingMessage, response: ServerResponse) => void;
  /** Answers a request to S3 that may change objects, after the listener has taken the changes. */
  readonly change: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly queues: QueueClient;
  readonly objects: ObjectStore;
  /** What every queue holds. */
  queueContents(): Promise<z.output<typeof QueueContent>[]>;
  /** Told of every change before its request is answered, from now on. */
  onObjectChange(listener: (change: ObjectChange) => Promise<void>): void;
  stop(): Promise<void>;
}

const ListedQueues = z.object({ QueueUrls: z.array(z.string()).default([]) });

const METHODS = ["PUT", "POST", "DELETE"] as const;

/** @param endpoint where the queues shall say that they are, for example `http://127.0.0.1:4580` */
export async function startSqsAndS3(region: string, endpoint: string): Promise<SqsAndS3> {
  allowAllOfUnicode();
  const app = buildApp({ logger: false, defaultRegion: region });
  let tell: ((change: ObjectChange) => Promise<void>) | undefined;

  // Not an async hook: S3's handlers would then send every answer twice.
  app.addHook("onSend", (request, _reply, payload, done) => {
    // The address that it would give a queue resolves nowhere: http://sqs.REGION.localhost…
    const isQueues = request.headers["x-amz-target"] !== undefined && typeof payload === "string";
    done(null, isQueues ? payload.replace(/http:\/\/sqs\.[^/"]+\//g, `${endpoint}/`) : payload);
  });
  app.addHook("preHandler", (request, reply, done) => {
    if (!isDelayedTooLong(String(request.headers["x-amz-target"]), request.body)) return done();
    const message = "DelaySeconds must be >= 0 and <= 900.";
    reply.code(400).send({ __type: "com.amazonaws.sqs#InvalidParameterValue", message });
  });
  await app.ready();

  const call = async (operation: string, input: JsonObject): Promise<JsonObject> => {
    const answer = await app.inject({
      method: "POST",
      url: "/",
      headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": `AmazonSQS.${operation}` },
      payload: JSON.stringify(input),
    });
    const body = JsonRecord.parse(JSON.parse(answer.payload || "{}"));
    if (answer.statusCode !== 200) throw new QueueRefusal(operation, body);
    return body;
  };

  return {
    pass: (request, response) => app.routing(request, response),
    async change(request, response) {
      const { method = "PUT", url = "/" } = request;
      const { "transfer-encoding": _chunked, ...headers } = request.headers;
      const payload = await buffer(request);
      const answer = await app.inject({ method: z.enum(METHODS).parse(method), url, headers, payload });
      if (tell && answer.statusCode < 300) {
        for (const change of changesOf(storageRequest(request, payload))) await tell(change);
      }
      response.writeHead(answer.statusCode, answer.headers).end(answer.rawPayload);
    },
    objects: objectStore(app),
    queues: { call },
    async queueContents() {
      const { QueueUrls } = ListedQueues.parse(await call("ListQueues", {}));
      const names = QueueUrls.map((url) => url.split("/").at(-1));
      const answers = await Promise.all(names.map((name) => app.inject({ url: `/_fauxqs/queues/${name}` })));
      return answers.map((answer) => QueueContent.parse(answer.json()));
    },
    onObjectChange: (listener) => {
      tell = listener;
    },
    async stop() {
      // Closing forgets a receive that has just begun: it would wait on for its 20 seconds.
      const { QueueUrls } = ListedQueues.parse(await call("ListQueues", {}));
      for (const QueueUrl of QueueUrls) await call("DeleteQueue", { QueueUrl });
      await app.close();
    },
  };
}
