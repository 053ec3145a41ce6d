import type { Limits } from "../network.ts";

const MINUTE_MS = 60_000;

/**
 * For accounts without Premium. Text: https://docs.x.com/fundamentals/counting-characters, media:
 * https://docs.x.com/x-api/media/quickstart/best-practices. Images only: videos need X's chunked upload.
 */
export const limits: Limits = {
  textLength: 280,
  imageCount: 4,
  videoCount: 0,
  imageBytes: 5 * 1024 * 1024,
  videoBytes: 0,
  imageTypes: ["image/jpeg", "image/png", "image/webp"],
  videoTypes: [],
  altTextLength: 1000,
  // No identical cross-posting between accounts: https://docs.x.com/developer-guidelines
  forbidsSameTextElsewhere: true,
  // https://docs.x.com/x-api/fundamentals/rate-limits; an older page has 300 posts in three hours besides.
  quotas: [
    { postCount: 100, windowMs: 15 * MINUTE_MS, scope: "channel" },
    { postCount: 300, windowMs: 3 * 60 * MINUTE_MS, scope: "channel" },
    { postCount: 10_000, windowMs: 24 * 60 * MINUTE_MS, scope: "app" },
  ],
};

/** X takes one stock symbol such as `$TSLA` in a post: https://docs.x.com/x-api/posts/create-post */
export const CASHTAG_COUNT = 1;

/** https://docs.x.com/x-api/direct-messages/manage/quickstart */
export const DIRECT_MESSAGE_LENGTH = 10_000;
