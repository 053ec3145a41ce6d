/** Single files of twitter-text, because its index would more than double what a function has to load. */
declare module "twitter-text/dist/parseTweet.js" {
  import type { parseTweet } from "twitter-text";

  const parse: typeof parseTweet;
  export default parse;
}

declare module "twitter-text/dist/extractUrlsWithIndices.js" {
  import type { extractUrlsWithIndices } from "twitter-text";

  const extract: typeof extractUrlsWithIndices;
  export default extract;
}

declare module "twitter-text/dist/extractCashtags.js" {
  import type { extractCashtags } from "twitter-text";

  const extract: typeof extractCashtags;
  export default extract;
}
