import { type Channel, type ChannelChoice, chooseChannel } from "./channel.ts";

/** One name for several channels, so that a calendar need not list them in every row. */
export interface ChannelGroup {
  readonly name: string;
  readonly channelIds: readonly string[];
}

export const LONGEST_GROUP_NAME = 64;

/** Separators of a list and the slash of a channel's name stay out, so that a name stands for one thing only. */
export function isGroupName(name: string): boolean {
  return name !== "" && name.length <= LONGEST_GROUP_NAME && name.trim() === name && !/[;,|/#\n]/.test(name);
}

/** Two spellings of one group: case does not matter. */
export function groupKey(name: string): string {
  return name.normalize("NFC").trim().toLowerCase();
}

/** What a name in a calendar may mean. */
export interface ChannelBook {
  readonly channels: readonly Channel[];
  readonly groups: readonly ChannelGroup[];
}

/** What a name stands for: one channel or, of a group, each of its members, connected or not. */
export function chooseChannels(written: string, { channels, groups }: ChannelBook): readonly Choice[] {
  const group = groups.find(({ name }) => groupKey(name) === groupKey(written));
  if (!group) return [{ choice: chooseChannel(written, channels) }];
  return group.channelIds.map((member) => ({ member, choice: chooseChannel(member, channels) }));
}

interface Choice {
  readonly choice: ChannelChoice;
  /** Set when it was chosen as a member of a group. */
  readonly member?: string;
}
