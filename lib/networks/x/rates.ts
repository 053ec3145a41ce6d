import { PURPOSES, type Purpose } from "#lib/domain/accounts/rates/purpose.ts";
import { type RateReading, severest } from "#lib/domain/accounts/rates/reading.ts";
import type { HttpRequest } from "../http.ts";
import type { Exchange, Rates, RatesRead } from "../network.ts";
import { retryAfter, retryAfterDate } from "../retry-after.ts";

/** X counts the requests of each endpoint: https://docs.x.com/x-api/fundamentals/rate-limits */
export const rates: Rates = { read };

interface Endpoint {
  readonly name: string;
  readonly path: RegExp;
  readonly concerns: readonly Purpose[];
}

/** What of ours draws on each. Of an endpoint that is not here nothing is held back. */
const ENDPOINTS: readonly Endpoint[] = [
  { name: "POST /2/tweets", path: /^\/2\/tweets$/, concerns: ["publishing", "replying"] },
  { name: "POST /2/media/upload", path: /^\/2\/media\/upload$/, concerns: ["preparing"] },
  { name: "POST /2/media/metadata", path: /^\/2\/media\/metadata$/, concerns: ["preparing"] },
  {
    name: "POST /2/dm_conversations/with/:id/messages",
    path: /^\/2\/dm_conversations\/with\/\d+\/messages$/,
    concerns: ["messaging"],
  },
  { name: "GET /2/users/:id/tweets", path: /^\/2\/users\/\d+\/tweets$/, concerns: ["reconciling"] },
  { name: "GET /2/tweets/:id", path: /^\/2\/tweets\/\d+$/, concerns: ["measuring"] },
  { name: "GET /2/users/me", path: /^\/2\/users\/me$/, concerns: ["checking"] },
  { name: "GET /2/users/:id", path: /^\/2\/users\/\d+$/, concerns: ["measuring"] },
];

/** The beginnings of header names, the longest window first: a used-up day wins over the quarter of an hour. */
const WINDOWS = [
  { header: "x-app-limit-24hour", scope: "app", suffix: " in 24 hours" },
  { header: "x-user-limit-24hour", scope: "channel", suffix: " in 24 hours" },
  { header: "x-rate-limit", scope: "channel", suffix: "" },
] as const;

type Window = (typeof WINDOWS)[number];

function read({ request, response, at }: Exchange): RatesRead {
  const endpoint = endpointOf(request);
  const told = WINDOWS.map((window) => ({ window, count: countOf(window, response.headers) }));
  const unreadable = told.flatMap(({ window, count }) => (count === "unreadable" ? [window.header] : []));
  const readings = endpoint
    ? told.flatMap(({ window, count }) => (typeof count === "object" ? [windowReading(window, count, endpoint)] : []))
    : [];
  return {
    readings: severest([...readings, ...refusal(endpoint, response, at)]),
    unreadable: retryAfter(response.headers, at) === "unreadable" ? [...unreadable, "retry-after"] : unreadable,
  };
}

function endpointOf({ method, url }: HttpRequest): Endpoint | undefined {
  return ENDPOINTS.find(({ name, path }) => name.startsWith(`${method} `) && path.test(url.pathname));
}

function windowReading({ scope, suffix }: Window, count: Count, { name, concerns }: Endpoint): RateReading {
  const usedShare = count.limit > 0 ? Math.max(0, 1 - count.remaining / count.limit) : 1;
  return { scope, name: `${name}${suffix}`, concerns, usedShare, regainsAt: count.resetsAt };
}

function refusal(
  endpoint: Endpoint | undefined,
  { status, headers }: Exchange["response"],
  at: Date,
): readonly RateReading[] {
  // No credits, no requests of any kind, until somebody buys some.
  if (status === 402) return [{ scope: "app", name: "credits", concerns: PURPOSES, usedShare: 1 }];
  if (status !== 429 || !endpoint) return [];
  const { scope, suffix } = usedUpWindow(headers) ?? { scope: "channel", suffix: "" };
  const { name, concerns } = endpoint;
  return [{ scope, name: `${name}${suffix}`, concerns, usedShare: 1, regainsAt: retryAtOf(headers, at) }];
}

/** When X says that we may come back: the longest window that is used up counts, coming back sooner would be in vain. */
export function retryAtOf(headers: Headers, now: Date): Date | undefined {
  const { header } = usedUpWindow(headers) ?? { header: "x-rate-limit" };
  const seconds = wholeNumber(headers.get(`${header}-reset`));
  return seconds === undefined ? retryAfterDate(headers, now) : new Date(seconds * 1_000);
}

function usedUpWindow(headers: Headers): Window | undefined {
  return WINDOWS.find(({ header }) => headers.get(`${header}-remaining`) === "0");
}

interface Count {
  readonly limit: number;
  readonly remaining: number;
  readonly resetsAt: Date;
}

function countOf({ header }: Window, headers: Headers): Count | "unreadable" | undefined {
  const texts = ["limit", "remaining", "reset"].map((name) => headers.get(`${header}-${name}`));
  if (texts.every((text) => text === null)) return undefined;
  const [told, remaining, seconds] = texts.map(wholeNumber);
  // Of nothing nothing remains: then the limit is not needed.
  const limit = told ?? (remaining === 0 ? 0 : undefined);
  if (limit === undefined || remaining === undefined || seconds === undefined) return "unreadable";
  return { limit, remaining, resetsAt: new Date(seconds * 1_000) };
}

function wholeNumber(text: string | null): number | undefined {
  return /^\d{1,12}$/.test(text ?? "") ? Number(text) : undefined;
}
