import type { Publication, PublicationState } from "#lib/domain/publishing/publication.ts";

/** What is planned already: so that a free slot is free, and a row that has one keeps it. */
export interface PlannedInstants {
  /** What of the channel is still to go out at that very instant. */
  holders(slot: ChannelSlot): Promise<readonly SlotHolder[]>;
  /** When those of the given publications that were planned earlier are due. */
  dueAt(publicationIds: readonly string[]): Promise<ReadonlyMap<string, PlannedInstant>>;
}

export type SlotHolder = Pick<Publication, "publicationId" | "rowId" | "dueAt" | "draft">;

export interface PlannedInstant {
  readonly dueAt: Date;
  readonly state: PublicationState;
}

export interface ChannelSlot {
  readonly channelId: string;
  readonly instant: Date;
}

/** Keeps two calendars that are imported at the same moment from giving one slot to two posts: neither sees the other's yet. */
export interface SlotClaims {
  /** Whether the slot is this post's now: nobody else has claimed it lately. The same post may claim it again. */
  claim(slot: ChannelSlot, publicationId: string): Promise<boolean>;
}
