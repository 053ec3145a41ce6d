import type { ChannelGroup } from "../../accounts/channel-group.ts";
import type { PostingSlots } from "./slots/posting-slots.ts";

/** What the people of one installation have agreed upon for all of their calendars. */
export interface CalendarSettings {
  readonly groups: readonly ChannelGroup[];
  /** By channel; a channel without slots wants a time in every row. */
  readonly slots: ReadonlyMap<string, PostingSlots>;
  /** Whose posts a named person must approve, whatever their row says. Campaigns by their `campaignKey`. */
  readonly approvals: { readonly channels: ReadonlySet<string>; readonly campaigns: ReadonlySet<string> };
}

export const NO_SETTINGS: CalendarSettings = {
  groups: [],
  slots: new Map(),
  approvals: { channels: new Set(), campaigns: new Set() },
};
