import type { ClientRequest, IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { type Origins, protocolOf, redirected } from "./connections.ts";
import { NotSentError, OutcomeUnknownError } from "./errors.ts";
import { HTTP_TIMEOUT_MS, type Http, type HttpRequest, type HttpResponse } from "./http.ts";

/** @throws NotSentError for a header that cannot be written. */
function begin({ method, url, headers }: HttpRequest, content: Content | undefined, target: URL): ClientRequest {
  const { request, agent } = protocolOf(target);
  try {
    return request(target, { method, agent, headers: { ...headersOf(content), ...headers } });
  } catch (error) {
    throw explain(error instanceof Error ? error : new Error(String(error)), url, false);
  }
}

/**
 * The real `Http`. It is node:https and not fetch because a request costs half the processor time, of which a crowd of
 * posts has little in its second, and because it tells whether there ever was a connection.
 */
export function createHttp(origins: Origins = {}): Http {
  return async (request) => {
    const content = await contentOf(request.body);
    return await exchange(request, content, redirected(request.url, origins));
  };
}

interface Content {
  readonly bytes: Uint8Array;
  /** Unless the headers say it. */
  readonly type: string | null;
}

async function contentOf(body: HttpRequest["body"]): Promise<Content | undefined> {
  if (body === undefined) return undefined;
  if (typeof body === "string") return { bytes: Buffer.from(body), type: "text/plain;charset=UTF-8" };
  if (body instanceof Uint8Array) return { bytes: body, type: null };
  const form = new Response(body);
  return { bytes: await form.bytes(), type: form.headers.get("content-type") };
}

async function exchange(request: HttpRequest, content: Content | undefined, target: URL): Promise<HttpResponse> {
  const { promise, resolve, reject } = Promise.withResolvers<HttpResponse>();
  const { url, timeoutMs = HTTP_TIMEOUT_MS } = request;
  const { connections } = protocolOf(target);
  let socket: Socket | undefined;
  let isAnswered = false;
  const wasConnected = () => socket !== undefined && !connections.isConnecting(socket);
  const fail = (cause: NodeJS.ErrnoException) => reject(explain(cause, url, wasConnected()));

  const outgoing = begin(request, content, target);

  outgoing.on("socket", (given) => {
    socket = given;
  });
  outgoing.on("response", (incoming) => {
    isAnswered = true;
    read(incoming).then(resolve, fail);
  });
  outgoing.on("error", fail);
  outgoing.on("close", () => {
    if (!isAnswered) fail(new Error("the connection was closed"));
  });
  const timer = setTimeout(() => {
    fail(Object.assign(new Error(`no whole answer within ${timeoutMs} ms`), { code: "TIMEOUT" }));
    outgoing.destroy();
  }, timeoutMs);
  outgoing.end(content?.bytes);
  return await promise.finally(() => clearTimeout(timer));
}

function headersOf(content: Content | undefined): Record<string, string | number> {
  const headers = { accept: "*/*", "user-agent": "Antenne" };
  if (!content) return headers;
  const { bytes, type } = content;
  return { ...headers, "content-length": bytes.length, ...(type !== null && { "content-type": type }) };
}

async function read(incoming: IncomingMessage): Promise<HttpResponse> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const { statusCode: status = 0, rawHeaders } = incoming;
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? "", rawHeaders[at + 1] ?? "");
  return { status, headers, text: new TextDecoder().decode(Buffer.concat(chunks)) };
}

/** The query is left out of the message: it may carry a token. What was never connected has not sent a byte. */
function explain(
  cause: NodeJS.ErrnoException,
  { origin, pathname }: URL,
  wasConnected: boolean,
): NotSentError | OutcomeUnknownError {
  const where = `${origin}${pathname}`;
  const { code } = cause;
  if (!wasConnected) return new NotSentError(`no connection to ${where}`, { cause, code });
  return new OutcomeUnknownError(`no complete answer from ${where}`, { cause, code });
}
