/**
 * What went wrong at a network, sorted by the only question that matters to a caller: may it be tried again?
 *
 * - `later`: provably not carried out; try again, not before `retryAt`.
 * - `never`: provably refused; the same request will be refused again.
 * - `reconcile`: nobody knows whether it was carried out. This is the default for anything not recognised.
 */
export abstract class NetworkError extends Error {
  abstract readonly retry: "later" | "never" | "reconcile";
  /** The network's own code, such as Graph's `190/463`, for logs and timelines. */
  readonly code: string | undefined;
  /** What the network's support asks for (`Network.traceOf`): set by whoever made the call, not by the adapter. */
  traceId: string | undefined;

  constructor(message: string, options: { cause?: unknown; code?: string } = {}) {
    super(message, { cause: options.cause });
    this.code = options.code;
  }
}

/** The request provably never left: DNS, connection refused, TLS. */
export class NotSentError extends NetworkError {
  override readonly name = "NotSentError";
  readonly retry = "later";
}

/** The network asked us to slow down (429 and its relatives). */
export class RateLimitedError extends NetworkError {
  override readonly name = "RateLimitedError";
  readonly retry = "later";
  /** When the network says that we may come back, where it says so. */
  readonly retryAt: Date | undefined;

  constructor(message: string, options: { cause?: unknown; code?: string; retryAt?: Date } = {}) {
    super(message, options);
    this.retryAt = options.retryAt;
  }
}

/** The network refused our token before it looked at the request. */
export class TokenRejectedError extends NetworkError {
  override readonly name = "TokenRejectedError";
  readonly retry = "later";
  /** `validity`: the token is dead, the channel needs refreshing or reconnecting. `permission`: not for this call. */
  readonly lacks: "validity" | "permission";

  constructor(message: string, options: { cause?: unknown; code?: string; lacks?: TokenRejectedError["lacks"] } = {}) {
    super(message, options);
    this.lacks = options.lacks ?? "validity";
  }
}

/** A thing that the network prepares (a container, a video) is not ready yet: nothing was published. */
export class NotReadyError extends NetworkError {
  override readonly name = "NotReadyError";
  readonly retry = "later";
}

/** The network looked at the request and refused it for good: too long, wrong format, not allowed. */
export class ContentRejectedError extends NetworkError {
  override readonly name = "ContentRejectedError";
  readonly retry = "never";
}

/** The network refused because it already holds the same content: evidence that an earlier attempt is live. */
export class DuplicateContentError extends NetworkError {
  override readonly name = "DuplicateContentError";
  readonly retry = "never";
}

/** 5xx, a reset, a timeout after the first byte, an answer that makes no sense: it may or may not have happened. */
export class OutcomeUnknownError extends NetworkError {
  override readonly name = "OutcomeUnknownError";
  readonly retry = "reconcile";
}
