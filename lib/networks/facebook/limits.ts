import type { Limits } from "../network.ts";

const MIB = 1024 * 1024;

/**
 * What a Page post may hold.
 *
 * Not documented by Meta, taken from practice: the text's length, ten photos as a safe cap, the length of alt texts.
 *
 * @see https://developers.facebook.com/docs/graph-api/reference/page/photos
 */
export const limits: Limits = {
  textLength: 63_206,
  imageCount: 10,
  videoCount: 0,
  imageBytes: 10 * MIB,
  videoBytes: 0,
  imageTypes: ["image/jpeg", "image/png", "image/gif", "image/bmp", "image/tiff"],
  videoTypes: [],
  altTextLength: 1000,
  // Meta counts calls, not posts, and tells in its headers how many are left.
  quotas: [],
};
