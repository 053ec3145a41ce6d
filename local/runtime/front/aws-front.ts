import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { buffer, text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import type { Chaos } from "../chaos.ts";
import type { DynamoDb } from "../emulators/dynamodb.ts";
import type { ParameterStore } from "../emulators/parameters.ts";
import type { SqsAndS3 } from "../emulators/sqs-and-s3.ts";
import type { EventBus } from "../events/event-bus.ts";
import { type JsonObject, JsonRecord } from "../json.ts";
import type { RequestCounter } from "../request-counts.ts";
import { callerIdentity, describeStacks } from "./account-service.ts";
import { addressedService } from "./addressed-service.ts";
import { answerDynamoDb } from "./dynamodb-service.ts";
import { hasExpired } from "./presigned.ts";
import { escapeXml } from "./query-protocol.ts";
import { answerQueues } from "./queue-service.ts";
import { storageOperation } from "./storage-operation.ts";

export interface AwsServices {
  readonly dynamoDb: DynamoDb;
  readonly sqsAndS3: SqsAndS3;
  readonly parameters: ParameterStore;
  readonly bus: EventBus;
  readonly counter: RequestCounter;
  readonly chaos: Chaos;
  readonly stacks: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly operation: string | undefined;
}

type Service = (exchange: Exchange, services: AwsServices) => Promise<void> | void;

/** One address for every AWS service: a request goes where its signature says. */
export function createAwsFront(services: () => AwsServices | undefined): Server {
  return createServer((request, response) => {
    answer(request, response, services()).catch((error: unknown) => {
      if (response.headersSent) return response.destroy();
      refuse(response, 500, { type: "InternalFailure", message: String(error) });
    });
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  services: AwsServices | undefined,
): Promise<void> {
  if (!services) return refuse(response, 503, { type: "ServiceUnavailable", message: "the laptop is starting" });
  const { service, operation } = addressedService(request);
  if (!service) {
    const message = "the request is not signed: any credentials will do";
    return refuse(response, 403, { type: "AccessDenied", message });
  }
  if (hasExpired(request.url ?? "/", new Date())) {
    return refuse(response, 403, { type: "AccessDenied", message: "Request has expired" });
  }
  const answerer = answerers[service];
  if (!answerer) return refuseUnknown(response, service, operation);
  if (services.chaos.slowMs) await delay(services.chaos.slowMs);
  await answerer({ request, response, operation }, services);
}

const answerers: Readonly<Record<string, Service>> = {
  s3: ({ request, response }, { sqsAndS3, counter }) => {
    const operation = storageOperation(request.method ?? "GET");
    counter.count("s3", operation);
    return operation === "get" ? sqsAndS3.pass(request, response) : sqsAndS3.change(request, response);
  },
  sqs: (exchange, { sqsAndS3, counter }) => answerQueues(exchange, sqsAndS3, counter),
  dynamodb: async ({ request, response, operation = "" }, { dynamoDb, counter }) => {
    const { status, headers, body } = await answerDynamoDb(
      { operation, body: await buffer(request) },
      dynamoDb,
      counter,
    );
    const { "transfer-encoding": _chunked, connection: _connection, "keep-alive": _keepAlive, ...kept } = headers;
    response.writeHead(status, kept).end(body);
  },
  events: async ({ request, response, operation }, { bus, counter }) => {
    if (operation !== "PutEvents") return refuseUnknown(response, "events", operation);
    const answered = await bus.putEvents(await jsonOf(request));
    counter.count("events", "entry", answered.Entries.length);
    sendJson(response, 200, { ...answered });
  },
  ssm: async ({ request, response, operation = "" }, { parameters, counter }) => {
    counter.count("ssm", operation);
    const { status, body } = parameters.answer(operation, await jsonOf(request));
    sendJson(response, status, body);
  },
  sts: ({ response }) => sendXml(response, 200, callerIdentity()),
  cloudformation: async ({ request, response }, { stacks, outputs }) => {
    const action = new URLSearchParams(await text(request)).get("Action") ?? undefined;
    if (action !== "DescribeStacks") return refuseUnknown(response, "cloudformation", action);
    sendXml(response, 200, describeStacks(stacks, outputs));
  },
};

async function jsonOf(request: IncomingMessage): Promise<JsonObject> {
  return JsonRecord.parse(JSON.parse((await text(request)) || "{}"));
}

function sendJson(response: ServerResponse, status: number, body: JsonObject): void {
  response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
}

function sendXml(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { "content-type": "text/xml" }).end(body);
}

function refuseUnknown(response: ServerResponse, service: string, operation = ""): void {
  refuse(response, 501, { type: "NotImplemented", message: `${service} ${operation} is not emulated locally` });
}

interface Problem {
  readonly type: string;
  readonly message: string;
}

/** In JSON to those who name a target, as the JSON protocols do; in XML to all others. */
function refuse(response: ServerResponse, status: number, { type, message }: Problem): void {
  const { "x-amz-target": target, "content-type": contentType = "" } = response.req.headers;
  if (target !== undefined) {
    sendJson(response, status, { __type: type, message });
    return;
  }
  const error = `<Error><Code>${type}</Code><Message>${escapeXml(message)}</Message></Error>`;
  const isForm = contentType.includes("x-www-form-urlencoded");
  sendXml(response, status, isForm ? `<ErrorResponse>${error}</ErrorResponse>` : error);
}
