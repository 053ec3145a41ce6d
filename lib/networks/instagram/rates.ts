import type { RateReading } from "#lib/domain/accounts/rates/reading.ts";
import { rates as graphRates } from "../meta/rates.ts";
import { GRAPH_LIMITS } from "../meta/throttles.ts";
import type { Exchange, Rates, RatesRead } from "../network.ts";
import { QUOTA_EDGE } from "./quota.ts";
import { PublishingLimit } from "./wire.ts";

/**
 * Graph's headers and codes say which limit they mean. How many posts of the day are used stands in the answer to a
 * question of ours (`quota.ts`): whoever asks lets all workers know.
 */
export const rates = { read } satisfies Rates;

function read(exchange: Exchange): RatesRead {
  const told = graphRates.read(exchange);
  return { ...told, readings: [...told.readings, ...postsReading(exchange)] };
}

function postsReading({ request, response, at }: Exchange): readonly RateReading[] {
  if (!request.url.pathname.endsWith(`/${QUOTA_EDGE}`) || response.status !== 200) return [];
  const [limit] = PublishingLimit.safeParse(readJson(response.text)).data?.data ?? [];
  if (!limit) return [];
  const { scope, name, concerns, pauseMs } = GRAPH_LIMITS.posts;
  const { quota_total: total } = limit.config;
  const usedShare = total > 0 ? Math.min(1, limit.quota_usage / total) : 1;
  return [{ scope, name, concerns, usedShare, regainsAt: new Date(at.getTime() + pauseMs) }];
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
