import { type ClientRequest, type IncomingMessage, Agent as PlainAgent, request as requestPlainly } from "node:http";
import { request as requestSecurely, Agent as SecureAgent } from "node:https";
import type { Socket } from "node:net";
import { NotSentError, OutcomeUnknownError } from "./errors.ts";
import { HTTP_TIMEOUT_MS, type Http, type HttpRequest, type HttpResponse } from "./http.ts";

/** Idle connections are given up before servers close them: what is sent into a connection that closes is in doubt. */
const IDLE_MS = 4_000;

const AGENT_OPTIONS = { keepAlive: true, timeout: IDLE_MS };

const PLAIN = { begin: beginner(requestPlainly, new PlainAgent(AGENT_OPTIONS)), connected: "connect" };
const SECURE = { begin: beginner(requestSecurely, new SecureAgent(AGENT_OPTIONS)), connected: "secureConnect" };

/** Begins requests. A header that cannot be written keeps one from leaving. */
function beginner(start: typeof requestPlainly, agent: PlainAgent) {
  return ({ method, url, headers }: HttpRequest, content: Content | undefined, target: URL): ClientRequest => {
    try {
      return start(target, { method, agent, headers: { ...headersOf(content), ...headers } });
    } catch (error) {
      throw explain(error instanceof Error ? error : new Error(String(error)), url, false);
    }
  };
}

/**
 * The real `Http`. It is node:https and not fetch because a request costs half the processor time, of which a crowd of
 * posts has little in its second, and because it tells whether there ever was a connection.
 *
 * @param origins redirects whole origins, for example `https://graph.facebook.com` to a simulator on this machine.
 */
export function createHttp(origins: Readonly<Record<string, string>> = {}): Http {
  return async (request) => {
    const content = await contentOf(request.body);
    return await exchange(request, content, redirect(request.url, origins));
  };
}

function redirect(url: URL, origins: Readonly<Record<string, string>>): URL {
  const origin = origins[url.origin];
  return origin === undefined ? url : new URL(url.pathname + url.search, origin);
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
  const { begin, connected } = target.protocol === "https:" ? SECURE : PLAIN;
  let [wasConnected, isAnswered] = [false, false];
  const fail = (cause: NodeJS.ErrnoException) => reject(explain(cause, url, wasConnected));

  const outgoing = begin(request, content, target);

  outgoing.on("socket", (socket: Socket) => {
    // What is not known to be unconnected counts as connected.
    wasConnected = outgoing.reusedSocket || !socket.connecting;
    if (wasConnected) return;
    socket.once(connected, () => {
      wasConnected = true;
    });
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
