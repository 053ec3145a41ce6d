import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { QueueRefusal } from "../emulators/queue-client.ts";
import type { SqsAndS3 } from "../emulators/sqs-and-s3.ts";
import type { RequestCounter } from "../request-counts.ts";
import { readQuery, writeAnswer, writeRefusal } from "./query-protocol.ts";

/** SQS, in both protocols: JSON of the SDKs, and the form fields of older command lines. */
export async function answerQueues(
  exchange: {
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
    readonly operation: string | undefined;
  },
  emulator: SqsAndS3,
  counter: RequestCounter,
): Promise<void> {
  const { request, response, operation } = exchange;
  if (operation) {
    counter.count("sqs", operation);
    // Some clients post to the queue's own address.
    request.url = "/";
    return emulator.pass(request, response);
  }
  const query = readQuery(await text(request));
  counter.count("sqs", query.operation);
  try {
    const answer = await emulator.queues.call(query.operation, query.input);
    response.writeHead(200, { "content-type": "text/xml" }).end(writeAnswer(query.operation, answer));
  } catch (error) {
    if (!(error instanceof QueueRefusal)) throw error;
    response.writeHead(400, { "content-type": "text/xml" }).end(writeRefusal(error.code, error.message));
  }
}
