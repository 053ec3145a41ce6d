import * as z from "zod";
import type { Progress } from "../network.ts";

/** What the creator's own settings say, shortly before a post. */
const Creator = z.object({
  askedAt: z.string(),
  disablesComments: z.boolean(),
  disablesDuets: z.boolean(),
  disablesStitches: z.boolean(),
});
export type Creator = z.infer<typeof Creator>;

const Upload = z.object({
  /** By it TikTok knows the post for ever, whatever becomes of it. Stored before the bytes that make it live. */
  publishId: z.string(),
  /** Opens this one upload, for an hour. */
  address: z.string(),
  expiresAt: z.string(),
  sizeBytes: z.number(),
  sentChunks: z.number(),
});
export type Upload = z.infer<typeof Upload>;

const Staged = z.object({
  creator: Creator.optional(),
  /** Of a video. */
  upload: Upload.optional(),
  /** Of photos, once TikTok has taken them. */
  photosPublishId: z.string().optional(),
  /** How often a video had to be begun anew. */
  restartCount: z.number(),
});
export type Staged = z.infer<typeof Staged>;

export function readProgress(progress: Progress | undefined): Staged {
  return Staged.safeParse(progress).data ?? { restartCount: 0 };
}
