import type { Limits } from "../network.ts";

/** The address of the page that says so goes here: https://docs.sample.example/limits */
export const limits: Limits = {
  textLength: 500,
  imageCount: 4,
  videoCount: 0,
  imageBytes: 8 * 1024 * 1024,
  videoBytes: 0,
  imageTypes: ["image/jpeg", "image/png"],
  videoTypes: [],
  altTextLength: 500,
  quotas: [{ postCount: 200, windowMs: 24 * 60 * 60_000, scope: "channel" }],
};
