import * as z from "zod";

/** Numbers of a channel and its posts were stored: one event for each message of the metrics queue. Version 1. */
export const SnapshotsStored = z.object({
  version: z.literal(1),
  channelId: z.string(),
  network: z.string(),
  /** Channels and posts of which a snapshot was stored. */
  subjectCount: z.int().positive(),
  /** Numbers in those snapshots. */
  valueCount: z.int().positive(),
  at: z.iso.datetime(),
});

export type SnapshotsStored = z.infer<typeof SnapshotsStored>;

/** By the `detail-type` under which each goes onto the bus. */
export const measurementEvents = { SnapshotsStored } as const;
