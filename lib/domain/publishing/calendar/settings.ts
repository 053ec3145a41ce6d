import type { ChannelGroup } from "../../accounts/channel-group.ts";
import type { ChannelDefaults } from "./channel-defaults.ts";
import type { PostingSlots } from "./slots/posting-slots.ts";

/** What the people of one installation have agreed upon for all of their calendars. */
export interface CalendarSettings {
  readonly groups: readonly ChannelGroup[];
  /** By channel; a channel without slots wants a time in every row. */
  readonly slots: ReadonlyMap<string, PostingSlots>;
  /** By channel; only those of which something is said. */
  readonly channelDefaults: ReadonlyMap<string, ChannelDefaults>;
  /** Whose posts a named person must approve, whatever their row says. Campaigns by their `campaignKey`. */
  readonly approvals: { readonly channels: ReadonlySet<string>; readonly campaigns: ReadonlySet<string> };
}

export const NO_SETTINGS: CalendarSettings = {
  groups: [],
  slots: new Map(),
  channelDefaults: new Map(),
  approvals: { channels: new Set(), campaigns: new Set() },
};
