import { type RateReading, severest } from "#lib/domain/accounts/rates/reading.ts";
import type { Exchange, Rates, RatesRead } from "../network.ts";
import { retryAfter } from "../retry-after.ts";
import { readGraphError } from "./graph-error.ts";
import { GRAPH_LIMITS, type GraphLimit, throttleOf } from "./throttles.ts";
import { readUsage } from "./usage.ts";

/** Every answer of Graph carries the usage; a throttled one names its limit by a code, under 400, 403 or 429. */
export const rates = { read } satisfies Rates;

/** By the headers' own words; of other business use cases, such as ads, nothing of ours draws. */
const BY_USAGE: Readonly<Record<string, GraphLimit>> = {
  app: GRAPH_LIMITS.app,
  pages: GRAPH_LIMITS.pages,
  instagram: GRAPH_LIMITS.instagram,
  messenger: GRAPH_LIMITS.messenger,
};

/**
 * The app's usage counts calls with app and user tokens; ours are with Page tokens, which have limits of their own. A full
 * app makes numbers and answers wait, but only a refusal (code 4) keeps a post back.
 */
const FULLEST_APP = 0.99;

function read({ response, at }: Exchange): RatesRead {
  const { usages, unreadable } = readUsage(response.headers, at);
  const told = usages.flatMap(({ of, usedShare, regainsAt }) => {
    const limit = BY_USAGE[of];
    const share = of === "app" ? Math.min(usedShare, FULLEST_APP) : usedShare;
    return limit ? [readingOf(limit, share, regainsAt)] : [];
  });
  const after = retryAfter(response.headers, at);
  const refused = refusal(response, at, after === "unreadable" ? undefined : after);
  return {
    readings: severest([...told, ...refused]),
    unreadable: after === "unreadable" ? [...unreadable, "retry-after"] : unreadable,
  };
}

function refusal({ status, text }: Exchange["response"], at: Date, after: Date | undefined): readonly RateReading[] {
  if (status < 400) return [];
  const details = readGraphError(text);
  const limit = details ? throttleOf(details) : undefined;
  if (limit) return [readingOf(limit, 1, after ?? pausedUntil(limit, at))];
  return status === 429 ? [readingOf(GRAPH_LIMITS.custom, 1, after)] : [];
}

function pausedUntil({ pauseMs }: GraphLimit, at: Date): Date | undefined {
  return pauseMs === undefined ? undefined : new Date(at.getTime() + pauseMs);
}

function readingOf({ scope, name, concerns }: GraphLimit, usedShare: number, regainsAt: Date | undefined): RateReading {
  return { scope, name, concerns, usedShare, regainsAt };
}
