import type { Limits } from "../network.ts";

const MIB = 1024 * 1024;

/**
 * What an Instagram post may hold. Meta's documents disagree about the size of a reel (300 MB or 1 GB) and about the
 * posts of 24 hours (50 in the reference, 100 in the guide): the smaller.
 *
 * @see https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media
 */
export const limits: Limits = {
  textLength: 2200,
  imageCount: 10,
  videoCount: 10,
  imageBytes: 8 * MIB,
  videoBytes: 300 * MIB,
  imageTypes: ["image/jpeg"],
  videoTypes: ["video/mp4", "video/quicktime"],
  altTextLength: 1000,
  // 4:5 to 1.91:1. Widths beyond 320 and 1440 pixels are scaled, not refused.
  imageRatio: { min: 0.8, max: 1.91 },
  video: {
    durationMs: { min: 3_000, max: 15 * 60_000 },
    ratio: { min: 0.01, max: 10 },
    maxWidth: 1920,
    frameRate: { min: 23, max: 60 },
    videoCodecs: ["avc", "hevc"],
    audioCodecs: ["aac"],
    bitsPerSecond: 25_000_000,
  },
  quotas: [{ postCount: 50, windowMs: 24 * 60 * 60_000, scope: "channel" }],
};

/** Below it Instagram enlarges an image. */
export const SHARP_WIDTH = 320;

/** Images and videos together. */
export const CAROUSEL_ITEMS = 10;
export const CAPTION_HASHTAGS = 30;
export const CAPTION_MENTIONS = 20;
