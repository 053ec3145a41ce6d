import type { MetricValues } from "#lib/domain/measurement/metrics.ts";
import { graphGet } from "../meta/graph.ts";
import { type MetricTable, readInsights } from "../meta/insights.ts";
import type { Insights, NetworkContext } from "../network.ts";
import { PageCounts, PostCounts } from "./wire.ts";

/** @see https://developers.facebook.com/docs/graph-api/reference/insights#page-posts */
const POST_METRICS: MetricTable = {
  post_media_view: "views",
  post_total_media_view_unique: "reach",
  post_clicks: "clicks",
};

export const insights: Insights = { channel, post };

async function channel(context: NetworkContext): Promise<MetricValues> {
  const { followers_count, fan_count } = await graphGet(context, {
    path: [context.channel.remoteId],
    params: { fields: "followers_count,fan_count" },
    answer: PageCounts,
  });
  const followers = followers_count ?? fan_count;
  return followers === undefined ? {} : { followers };
}

/** Counts come from the post itself and need no right to read insights. */
async function post(remoteId: string, context: NetworkContext): Promise<MetricValues> {
  const { reactions, comments, shares } = await graphGet(context, {
    path: [remoteId],
    params: { fields: "reactions.summary(total_count).limit(0),comments.summary(total_count).limit(0),shares" },
    answer: PostCounts,
  });
  return {
    ...(reactions && { likes: reactions.summary.total_count }),
    ...(comments && { comments: comments.summary.total_count }),
    shares: shares?.count ?? 0,
    ...(await readInsights(remoteId, POST_METRICS, context)),
  };
}
