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
 * @throws NotSentError (`errors.ts`) when the request provably never left this machine.
 * @throws OutcomeUnknownError when it may have arrived: a reset, a timeout, a broken answer.
 */
export type Http = (request: HttpRequest) => Promise<HttpResponse>;

/**
 * Opens a connection to a network's real origin, for a request that leaves within five seconds. Waits for nothing and
 * never fails: a request that finds no connection opens its own.
 */
export type ConnectAhead = (origin: string) => void;

/** The longest that one request may stay open. The publishing lease is built on it. */
export const HTTP_TIMEOUT_MS = 30_000;
