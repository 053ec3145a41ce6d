import * as z from "zod";

/** One webhook call that was believed: what travels on the ingest queue. */
export const Delivery = z.object({
  version: z.literal(1),
  deliveryId: z.string(),
  network: z.string(),
  /** By our clock, at the front door. */
  receivedAt: z.iso.datetime(),
  /** Where the raw body is kept, byte for byte. */
  archiveKey: z.string(),
  /** The body as text. Absent when it is too large for a queue or is not text: it is then read from the archive. */
  body: z.string().optional(),
});

export type Delivery = z.infer<typeof Delivery>;
