import {
  ContentRejectedError,
  DuplicateContentError,
  type NetworkError,
  NotReadyError,
  OutcomeUnknownError,
  RateLimitedError,
  TokenRejectedError,
} from "../errors.ts";
import type { HttpResponse } from "../http.ts";
import { retryAfterDate } from "../retry-after.ts";
import { SPAM_SUBCODE, throttleOf } from "./throttles.ts";
import { regainsAccessAt } from "./usage.ts";
import { GraphErrorBody, type GraphErrorDetails } from "./wire.ts";

/** No session (102), a dead token (190), none at all (2500); `isMissingPermission` has the rest. */
const TOKEN_CODES = new Set([102, 190, 2500]);
/** Code 10 with this one is not a permission: the reply window of a conversation has closed. */
const OUTSIDE_WINDOW_SUBCODE = 2018278;

const DUPLICATES = new Set([506, 1366051, 1404082]);

/** Container not finished, unknown or expired; media that Meta could not fetch in time. */
const NOT_READY_SUBCODES = new Set([2207003, 2207008, 2207020, 2207027, 2207052]);

/** Meta's own trouble. */
const UNKNOWN_CODES = new Set([1, 2]);
const UNKNOWN_SUBCODES = new Set([2207001, 2207032, 2207053, 2207082]);

/**
 * Sorts a refusal of Graph by its code and subcode, never by its words. What is not recognised has an unknown outcome.
 *
 * @see https://developers.facebook.com/docs/graph-api/guides/error-handling
 * @see https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/error-codes
 */
export function toNetworkError(response: HttpResponse, accessToken: string, now: Date): NetworkError {
  const details = readGraphError(response.text);
  const retryAt = regainsAccessAt(response.headers, now) ?? retryAfterDate(response.headers, now);
  if (!details) return withoutDetails(response.status, retryAt);

  const code = graphCode(details);
  const message = `Graph ${code}: ${withoutToken(details.error_user_msg ?? details.message, accessToken)}`;
  switch (classify(details, response.status)) {
    case "throttled":
      return new RateLimitedError(message, { code, retryAt });
    case "token":
      return new TokenRejectedError(message, { code });
    case "permission":
      return new TokenRejectedError(message, { code, lacks: "permission" });
    case "duplicate":
      return new DuplicateContentError(message, { code });
    case "not-ready":
      return new NotReadyError(message, { code });
    case "refused":
      return new ContentRejectedError(message, { code });
    case "unknown":
      return new OutcomeUnknownError(message, { code });
  }
}

/** Whether the token is alive and only lacks a permission for this call. */
export function isMissingPermission(error: unknown): boolean {
  return error instanceof TokenRejectedError && error.lacks === "permission";
}

type Verdict = "throttled" | "token" | "permission" | "duplicate" | "not-ready" | "refused" | "unknown";

function classify(details: GraphErrorDetails, status: number): Verdict {
  const { code, error_subcode: subcode = 0, is_transient } = details;
  if (status >= 500) return "unknown";
  if (subcode === SPAM_SUBCODE) return "refused";
  // Before `is_transient`: Graph marks its throttles as transient too.
  if (throttleOf(details)) return "throttled";
  if (is_transient || UNKNOWN_CODES.has(code) || UNKNOWN_SUBCODES.has(subcode)) return "unknown";
  if (TOKEN_CODES.has(code)) return "token";
  if (subcode !== OUTSIDE_WINDOW_SUBCODE && isPermissionCode(code)) return "permission";
  if (DUPLICATES.has(code) || DUPLICATES.has(subcode)) return "duplicate";
  if (NOT_READY_SUBCODES.has(subcode)) return "not-ready";
  return status >= 400 ? "refused" : "unknown";
}

function isPermissionCode(code: number): boolean {
  return code === 3 || code === 10 || (code >= 200 && code <= 299);
}

function withoutDetails(status: number, retryAt: Date | undefined): NetworkError {
  if (status === 429) return new RateLimitedError("Graph answered 429", { code: "429", retryAt });
  return new OutcomeUnknownError(`Graph answered ${status} without an error that we know`, { code: String(status) });
}

/** What Graph says of a refusal; undefined for anything that is not its own error body. */
export function readGraphError(text: string): GraphErrorDetails | undefined {
  try {
    return GraphErrorBody.safeParse(JSON.parse(text)).data?.error;
  } catch {
    return undefined;
  }
}

function graphCode({ code, error_subcode: subcode }: GraphErrorDetails): string {
  return subcode === undefined ? String(code) : `${code}/${subcode}`;
}

/** Graph repeats a malformed token in its message. */
function withoutToken(message: string, accessToken: string): string {
  return message.replaceAll(accessToken, "…").replaceAll(/\b(EAA|IGAA)\w{8,}/g, "…");
}
