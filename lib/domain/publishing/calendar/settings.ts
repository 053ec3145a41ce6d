import type { ChannelGroup } from "../../accounts/channel-group.ts";
import type { PostingSlots } from "./slots/posting-slots.ts";

/** What the people of one installation have agreed upon for all of their calendars. */
export interface CalendarSettings {
  readonly groups: readonly ChannelGroup[];
  /** By channel; a channel without slots wants a time in every row. */
  readonly slots: ReadonlyMap<string, PostingSlots>;
}

export const NO_SETTINGS: CalendarSettings = { groups: [], slots: new Map() };
