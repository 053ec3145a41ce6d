import {
  ContentRejectedError,
  type NetworkError,
  OutcomeUnknownError,
  RateLimitedError,
  TokenRejectedError,
} from "../errors.ts";
import type { HttpResponse } from "../http.ts";
import { retryAfterDate } from "../retry-after.ts";
import { RATE_PAUSE_MS, verdictOn } from "./verdicts.ts";
import { ErrorEnvelope, readJson } from "./wire.ts";

/** Answers that prove that TikTok looked at the request and refused it, provided that TikTok itself wrote them. */
const REFUSALS: ReadonlySet<number> = new Set([400, 403, 404]);

const MESSAGE_LENGTH = 300;

/** TikTok's own word for what is wrong; undefined for a success, and for what TikTok did not write. */
export function codeOf(text: string): string | undefined {
  const { code } = readEnvelope(text) ?? {};
  return code === "ok" ? undefined : code;
}

export function readEnvelope(text: string) {
  return ErrorEnvelope.safeParse(readJson(text)).data?.error;
}

/** Sorts an answer that is not a success. Whatever is not recognised may or may not have happened. */
export function explainAnswer(response: HttpResponse, now: Date): NetworkError {
  const { status, text, headers } = response;
  const { code = "", message = "" } = readEnvelope(text) ?? {};
  const known = verdictOn(code, message.slice(0, MESSAGE_LENGTH), now);
  if (known) return known;
  const reason =
    `TikTok answered ${status}: ${code || "no readable reason"} ${message.slice(0, MESSAGE_LENGTH)}`.trim();
  const options = { code: code ? `${status}/${code}` : String(status) };
  if (status === 401) return new TokenRejectedError(reason, options);
  if (status === 429) {
    const retryAt = retryAfterDate(headers, now) ?? new Date(now.getTime() + RATE_PAUSE_MS);
    return new RateLimitedError(reason, { ...options, retryAt });
  }
  if (code !== "" && code !== "ok" && REFUSALS.has(status)) return new ContentRejectedError(reason, options);
  return new OutcomeUnknownError(reason, options);
}
