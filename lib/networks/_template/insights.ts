import type { MetricName, MetricValues } from "#lib/domain/measurement/metrics.ts";
import type { Insights } from "../network.ts";
import { call } from "./api.ts";
import { ChannelNumbers, PostNumbers } from "./wire.ts";

/** Cumulative numbers under our names: https://docs.sample.example/numbers */
export const insights: Insights = {
  async channel(context) {
    return known(await call({ method: "GET", path: "/channel", answer: ChannelNumbers }, context));
  },
  async post(remoteId, context) {
    const path = `/posts/${encodeURIComponent(remoteId)}/numbers`;
    return known(await call({ method: "GET", path, answer: PostNumbers }, context));
  },
};

/** A number that the network did not give is absent, never 0. */
function known(values: Partial<Record<MetricName, number | undefined>>): MetricValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
