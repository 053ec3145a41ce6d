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
  /** Of photos, once TikTok has taken them, and when they were sent: a later attempt is another post. */
  photos: z.object({ publishId: z.string(), sentAt: z.string() }).optional(),
  /** How often it had to be begun anew. */
  restartCount: z.number(),
});
export type Staged = z.infer<typeof Staged>;

/** What came to nothing through trouble of TikTok's own is begun anew so often. */
export const MOST_RESTARTS = 2;

export function readProgress(progress: Progress | undefined): Staged {
  return Staged.safeParse(progress).data ?? { restartCount: 0 };
}
