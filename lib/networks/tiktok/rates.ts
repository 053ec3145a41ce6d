import type { Purpose } from "#lib/domain/accounts/rates/purpose.ts";
import type { RateReading } from "#lib/domain/accounts/rates/reading.ts";
import type { HttpRequest } from "../http.ts";
import type { Exchange, Rates, RatesRead } from "../network.ts";
import { retryAfter } from "../retry-after.ts";
import { codeOf } from "./errors.ts";
import { QUOTA_PAUSE_MS, RATE_PAUSE_MS } from "./verdicts.ts";
import { API_ORIGIN } from "./wire.ts";

/**
 * TikTok tells nothing before it refuses. It counts each endpoint for each account in a sliding minute, and posts in a
 * rolling day: https://developers.tiktok.com/doc/tiktok-api-v2-rate-limit
 */
export const rates: Rates = { read };

/** What of ours draws on each endpoint. Of one that is not here nothing is held back. */
const ENDPOINTS: Readonly<Record<string, readonly Purpose[]>> = {
  "/v2/post/publish/creator_info/query/": ["preparing"],
  "/v2/post/publish/video/init/": ["preparing"],
  "/v2/post/publish/content/init/": ["publishing"],
  "/v2/post/publish/status/fetch/": ["reconciling", "measuring"],
  "/v2/video/list/": ["reconciling"],
  "/v2/video/query/": ["measuring"],
  "/v2/user/info/": ["measuring"],
};

const UPLOAD = { name: "upload", concerns: ["preparing", "publishing"] } as const;

/** The code of a refusal, and the limit that it means; all are told for the account alone. */
const DAYS: Readonly<Record<string, string>> = {
  spam_risk_too_many_posts: "posts in 24 hours",
  spam_risk_too_many_pending_share: "posts in the inbox in 24 hours",
  // Accounts that have published today still may: it is no limit of all of them.
  reached_active_user_cap: "accounts of the app in 24 hours",
};

function read({ request, response, at }: Exchange): RatesRead {
  const after = retryAfter(response.headers, at);
  return {
    readings: readings({ request, response, at }, after === "unreadable" ? undefined : after),
    unreadable: after === "unreadable" ? ["retry-after"] : [],
  };
}

function readings({ request, response, at }: Exchange, after: Date | undefined): readonly RateReading[] {
  const code = codeOf(response.text) ?? "";
  const day = DAYS[code];
  if (day !== undefined) return [used(day, ["preparing", "publishing"], after ?? later(at, QUOTA_PAUSE_MS))];
  if (response.status !== 429 && code !== "rate_limit_exceeded") return [];
  const { name, concerns } = endpointOf(request) ?? {};
  return name && concerns ? [used(name, concerns, after ?? later(at, RATE_PAUSE_MS))] : [];
}

function endpointOf({ method, url }: HttpRequest): { name: string; concerns: readonly Purpose[] } | undefined {
  if (url.origin !== API_ORIGIN) return method === "PUT" ? UPLOAD : undefined;
  const concerns = ENDPOINTS[url.pathname];
  return concerns && { name: `${method} ${url.pathname}`, concerns };
}

function used(name: string, concerns: readonly Purpose[], regainsAt: Date): RateReading {
  return { scope: "channel", name, concerns, usedShare: 1, regainsAt };
}

function later(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms);
}
