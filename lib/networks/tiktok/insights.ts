import type { MetricName, MetricValues } from "#lib/domain/measurement/metrics.ts";
import type { Insights, NetworkContext } from "../network.ts";
import { get, post } from "./api.ts";
import { isPostId } from "./publish.ts";
import { readState } from "./state.ts";
import { UserNumbers, VideoList } from "./wire.ts";

/** TikTok gives no reach, no saves and no clicks: https://developers.tiktok.com/doc/tiktok-api-v2-video-object */
export const insights: Insights = { channel: readChannel, post: readPost };

async function readChannel(context: NetworkContext): Promise<MetricValues> {
  const fields = ["follower_count", "video_count"];
  const { data } = await get({ path: "/v2/user/info/", fields, answer: UserNumbers }, context);
  return known({ followers: data.user.follower_count, posts: data.user.video_count });
}

/** Only public posts have numbers, and only once TikTok has looked at them: until then there are none. */
async function readPost(remoteId: string, context: NetworkContext): Promise<MetricValues> {
  const postId = isPostId(remoteId) ? remoteId : await postIdOf(remoteId, context);
  if (postId === undefined) return {};
  const body = { filters: { video_ids: [postId] } };
  const fields = ["id", "like_count", "comment_count", "share_count", "view_count"];
  const { data } = await post({ path: "/v2/video/query/", fields, body, answer: VideoList }, context);
  const video = data.videos.find(({ id }) => id === postId);
  if (!video) return {};
  return known({
    views: video.view_count,
    likes: video.like_count,
    comments: video.comment_count,
    shares: video.share_count,
  });
}

async function postIdOf(publishId: string, context: NetworkContext): Promise<string | undefined> {
  const state = await readState(publishId, undefined, context);
  return state.is === "live" ? state.postId : undefined;
}

/** A number that TikTok did not give is absent, never 0. */
function known(values: Partial<Record<MetricName, number | undefined>>): MetricValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
