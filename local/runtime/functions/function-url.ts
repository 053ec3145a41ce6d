import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import * as z from "zod";
import type { Json, JsonObject } from "../json.ts";
import { ACCOUNT } from "../template/identities.ts";
import { InvocationError } from "./execution-environment.ts";
import type { LambdaFunction } from "./lambda-function.ts";

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const LARGEST_BODY_BYTES = 6 * 1024 * 1024;

/** Bodies of these types come as text, all others in base64. */
const TEXT_TYPES = /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded|[\w.+-]+\+(json|xml)))/;

const Answer = z.object({
  statusCode: z.number().int(),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)).default({}),
  cookies: z.array(z.string()).default([]),
  body: z.string().default(""),
  isBase64Encoded: z.boolean().default(false),
});

/** The public address of a function: HTTP in, payload format 2.0 to the function, HTTP out. */
export function createFunctionUrl(fn: () => LambdaFunction | undefined): Server {
  return createServer((request, response) => {
    answer(request, response, fn()).catch((error: unknown) => {
      const isTooLarge = error instanceof InvocationError && error.errorType === "Function.RequestSizeTooLarge";
      if (isTooLarge) return tooLarge(response);
      say(response, 502, "Internal Server Error");
    });
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  fn: LambdaFunction | undefined,
): Promise<void> {
  if (!fn) return say(response, 503, "the laptop is starting");
  const body = await readBody(request);
  if (!body) return tooLarge(response);
  send(response, await fn.invoke(eventOf(request, body)));
}

/** Undefined when it is larger than Lambda takes. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    // Read to the end all the same: the client waits for an answer until all is sent.
    if (size <= LARGEST_BODY_BYTES) chunks.push(chunk);
  }
  return size <= LARGEST_BODY_BYTES ? Buffer.concat(chunks) : undefined;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads */
function eventOf(request: IncomingMessage, body: Buffer): JsonObject {
  const [rawPath = "/", rawQueryString = ""] = (request.url ?? "/").split(/\?(.*)/s);
  const { cookie, ...headers } = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(",")]),
  );
  const isText = TEXT_TYPES.test(headers["content-type"] ?? "");
  const query = [...new URLSearchParams(rawQueryString)];
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath,
    rawQueryString,
    headers,
    ...(cookie ? { cookies: cookie.split("; ") } : {}),
    ...(query.length > 0 ? { queryStringParameters: joined(query) } : {}),
    requestContext: requestContext(request, rawPath),
    ...(body.length > 0 ? { body: body.toString(isText ? "utf8" : "base64") } : {}),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** A name given twice has its values joined by a comma. */
function joined(query: readonly [string, string][]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of query) values[name] = name in values ? `${values[name]},${value}` : value;
  return values;
}

function requestContext({ method = "GET", headers, socket, httpVersion }: IncomingMessage, path: string): JsonObject {
  const now = new Date();
  return {
    accountId: "anonymous",
    apiId: ACCOUNT,
    domainName: headers.host ?? "127.0.0.1",
    domainPrefix: ACCOUNT,
    http: {
      method,
      path,
      protocol: `HTTP/${httpVersion}`,
      sourceIp: socket.remoteAddress ?? "127.0.0.1",
      userAgent: headers["user-agent"] ?? "",
    },
    requestId: randomUUID(),
    routeKey: "$default",
    stage: "$default",
    time: now.toISOString(),
    timeEpoch: now.getTime(),
  };
}

/** A function that answers anything but `{ statusCode }` means its JSON with status 200. */
function send(response: ServerResponse, result: Json): void {
  const parsed = Answer.safeParse(result);
  if (!parsed.success) {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(typeof result === "string" ? result : JSON.stringify(result));
    return;
  }
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.data;
  if (cookies.length > 0) response.setHeader("set-cookie", cookies);
  response.writeHead(statusCode, { "content-type": "application/json", ...lowerCased(headers) });
  response.end(Buffer.from(body, isBase64Encoded ? "base64" : "utf8"));
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function tooLarge(response: ServerResponse): void {
  say(response, 413, "Request Entity Too Large");
}

function say(response: ServerResponse, status: number, message: string): void {
  if (response.headersSent) return;
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ Message: message }));
}
