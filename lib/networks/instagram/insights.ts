import type { MetricValues } from "#lib/domain/measurement/metrics.ts";
import { graphGet } from "../meta/graph.ts";
import { type MetricTable, readInsights } from "../meta/insights.ts";
import type { Insights, NetworkContext } from "../network.ts";
import { MediaCounts, ProfileCounts } from "./wire.ts";

/** @see https://developers.facebook.com/docs/instagram-platform/reference/instagram-media/insights */
const MEDIA_METRICS: MetricTable = {
  views: "views",
  reach: "reach",
  saved: "saves",
  shares: "shares",
  total_interactions: "engagements",
};

export const insights: Insights = { channel, post };

async function channel(context: NetworkContext): Promise<MetricValues> {
  const { followers_count: followers, media_count: posts } = await graphGet(context, {
    path: [context.channel.remoteId],
    params: { fields: "followers_count,media_count" },
    answer: ProfileCounts,
  });
  return { ...(followers !== undefined && { followers }), ...(posts !== undefined && { posts }) };
}

async function post(remoteId: string, context: NetworkContext): Promise<MetricValues> {
  const { like_count: likes, comments_count: comments } = await graphGet(context, {
    path: [remoteId],
    params: { fields: "like_count,comments_count" },
    answer: MediaCounts,
  });
  return {
    ...(likes !== undefined && { likes }),
    ...(comments !== undefined && { comments }),
    ...(await readInsights(remoteId, MEDIA_METRICS, context)),
  };
}
