import { graphGet } from "../meta/graph.ts";
import type { AccessState, NetworkContext } from "../network.ts";
import { PublishingLimit } from "./wire.ts";

/** The edge that tells how many posts of the rolling day are used: of no other call does Instagram say so. */
export const QUOTA_EDGE = "content_publishing_limit";

const HOUR_SECONDS = 60 * 60;

/** Read-only, and counted as a call like any other. */
export async function postsLeft(context: NetworkContext): Promise<AccessState["postsLeft"]> {
  const { data } = await graphGet(context, {
    path: [context.channel.remoteId, QUOTA_EDGE],
    params: { fields: "config,quota_usage" },
    answer: PublishingLimit,
  });
  const [limit] = data;
  if (!limit) return undefined;
  const { quota_total: of, quota_duration: seconds } = limit.config;
  return { count: Math.max(0, of - limit.quota_usage), of, hours: Math.round(seconds / HOUR_SECONDS) };
}
