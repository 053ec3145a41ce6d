import type { Limits } from "../network.ts";

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

/**
 * What a TikTok post may hold. TikTok names no number of posts a day; 15 to 25 have been seen: the smaller.
 *
 * @see https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide
 */
export const limits: Limits = {
  // UTF-16 units: https://developers.tiktok.com/doc/content-posting-api-reference-direct-post
  textLength: 2200,
  imageCount: 35,
  videoCount: 1,
  imageBytes: 20 * MIB,
  videoBytes: 4 * GIB,
  imageTypes: ["image/jpeg", "image/webp"],
  videoTypes: ["video/mp4", "video/quicktime", "video/webm"],
  altTextLength: 0,
  // "Maximum 1080p", whichever way the picture is turned.
  imageSides: { shorter: 1080, longer: 1920 },
  video: {
    // What TikTok takes from anybody; each creator's own limit is asked for when a post is prepared.
    durationMs: { min: 1_000, max: 10 * 60_000 },
    maxWidth: 4096,
    frameRate: { min: 23, max: 60 },
    videoCodecs: ["avc", "hevc", "vp8", "vp9"],
  },
  quotas: [{ postCount: 15, windowMs: 24 * 60 * 60_000, scope: "channel" }],
};

/** Pixels of a video's sides. */
export const VIDEO_SIDES = { min: 360, max: 4096 } as const;

/** Of photos: https://developers.tiktok.com/doc/content-posting-api-reference-photo-post */
export const PHOTO_TITLE_LENGTH = 90;
export const PHOTO_TEXT_LENGTH = 4000;
