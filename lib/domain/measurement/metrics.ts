/**
 * The named numbers that we keep, the same words for every network. All are cumulative (as the networks give them)
 * unless the name says otherwise. A number that a network does not give is absent, never 0.
 */
export const METRIC_NAMES = [
  "followers",
  "posts",
  "impressions",
  "views",
  "reach",
  "likes",
  "comments",
  "shares",
  "saves",
  "clicks",
  "engagements",
  "pageViews",
  "videoViews",
] as const;

export type MetricName = (typeof METRIC_NAMES)[number];

export type MetricValues = Readonly<Partial<Record<MetricName, number>>>;
