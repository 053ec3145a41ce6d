import * as z from "zod";
import type { CopyOrder } from "#lib/app/publishing/media/adapted-copy.ts";
import { CalendarUploaded } from "./calendar-bucket.ts";

/** Ours alone: a copy to be made of an image that came after its calendar. */
export const CopyOrdered: z.ZodType<{ readonly copy: CopyOrder }> = z.object({
  copy: z.object({
    name: z.string(),
    sizeBytes: z.number(),
    recipe: z.object({
      contentType: z.literal("image/jpeg"),
      width: z.number(),
      height: z.number(),
      fit: z.enum(["pad", "crop"]),
      mostBytes: z.number(),
      ratio: z.object({ min: z.number(), max: z.number() }).optional(),
    }),
  }),
});

/** What the import queue holds. */
export const ImportJob = z.union([CopyOrdered, CalendarUploaded]);
