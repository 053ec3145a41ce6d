import { NotSentError, OutcomeUnknownError } from "./errors.ts";

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Always the network's real address: the laptop redirects whole origins to its simulators. */
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer> | FormData | URLSearchParams;
  /** @default 30 seconds */
  readonly timeoutMs?: number;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/**
 * Sends one request, once. It never retries, because a request that publishes must not be repeated blindly.
 *
 * @throws NotSentError when the request provably never left this machine.
 * @throws OutcomeUnknownError when it may have arrived: a reset, a timeout, a broken answer.
 */
export type Http = (request: HttpRequest) => Promise<HttpResponse>;

/** The longest that one request may stay open. The publishing lease is built on it. */
export const HTTP_TIMEOUT_MS = 30_000;

/** What fetch reports (as `cause.code`) when not one byte of the request was written. */
const NOT_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/**
 * The real `Http`, over fetch.
 *
 * @param origins redirects whole origins, for example `https://graph.facebook.com` to a simulator on this machine.
 */
export function createHttp(origins: Readonly<Record<string, string>> = {}): Http {
  return async ({ method, url, headers, body, timeoutMs = HTTP_TIMEOUT_MS }) => {
    const target = redirect(url, origins);
    try {
      const response = await fetch(target, {
        method,
        headers: { ...headers },
        body,
        redirect: "manual",
        signal: AbortSignal.timeout(timeoutMs),
      });
      return { status: response.status, headers: response.headers, text: await response.text() };
    } catch (error) {
      throw explain(error, url);
    }
  };
}

function redirect(url: URL, origins: Readonly<Record<string, string>>): URL {
  const origin = origins[url.origin];
  return origin === undefined ? url : new URL(url.pathname + url.search, origin);
}

/** The query is left out of the message: it may carry a token. */
function explain(error: unknown, url: URL): NotSentError | OutcomeUnknownError {
  const code = causeCode(error);
  const where = `${url.origin}${url.pathname}`;
  if (code !== undefined && NOT_SENT.has(code))
    return new NotSentError(`no connection to ${where}`, { cause: error, code });
  return new OutcomeUnknownError(`no complete answer from ${where}`, { cause: error, code });
}

function causeCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { cause } = error;
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") return cause.code;
  return error.name === "TimeoutError" ? "TIMEOUT" : undefined;
}
