import type { MetricName, MetricValues } from "#lib/domain/measurement/metrics.ts";
import { ContentRejectedError } from "../errors.ts";
import type { Insights, NetworkContext } from "../network.ts";
import { get } from "./api.ts";
import { POST_FIELDS_PARAMETER, PostNumbers, UserNumbers } from "./wire.ts";

/** https://docs.x.com/x-api/fundamentals/metrics. X gives no page views and no reach. */
export const insights: Insights = { channel: readChannel, post: readPost };

async function readChannel(context: NetworkContext): Promise<MetricValues> {
  const path = `/2/users/${context.channel.remoteId}`;
  const { data } = await get({ path, query: { "user.fields": "public_metrics" }, answer: UserNumbers }, context);
  const { followers_count: followers, tweet_count: oldName, post_count: newName } = data.public_metrics;
  return known({ followers, posts: newName ?? oldName });
}

/** X gives the private numbers for thirty days only, and then may leave out the whole post that was asked with them. */
async function readPost(remoteId: string, context: NetworkContext): Promise<MetricValues> {
  const all = await readNumbers(remoteId, "public_metrics,non_public_metrics", context);
  const data = all.data ?? (await readNumbers(remoteId, "public_metrics", context)).data;
  if (!data) throw new ContentRejectedError("X does not know this post", { code: "404" });
  const { public_metrics: open, non_public_metrics: own } = data;
  return known({
    impressions: own?.impression_count ?? open?.impression_count,
    likes: open?.like_count,
    comments: open?.reply_count,
    shares: open?.repost_count ?? open?.retweet_count,
    saves: open?.bookmark_count,
    clicks: own?.url_link_clicks,
    engagements: own?.engagements,
  });
}

function readNumbers(remoteId: string, fields: string, context: NetworkContext) {
  const query = { [POST_FIELDS_PARAMETER]: fields };
  return get({ path: `/2/tweets/${encodeURIComponent(remoteId)}`, query, answer: PostNumbers }, context);
}

/** A number that X did not give is absent, never 0. */
function known(values: Partial<Record<MetricName, number | undefined>>): MetricValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
