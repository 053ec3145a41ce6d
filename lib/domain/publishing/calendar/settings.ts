import type { ChannelGroup } from "../../accounts/channel-group.ts";

/** What the people of one installation have agreed upon for all of their calendars. */
export interface CalendarSettings {
  readonly groups: readonly ChannelGroup[];
}

export const NO_SETTINGS: CalendarSettings = { groups: [] };
