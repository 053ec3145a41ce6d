import type { Command } from "commander";
import { CalendarSettingsTable } from "#lib/aws/calendar-settings-table.ts";
import { ChannelsTable } from "#lib/aws/channels-table.ts";
import { documentClient } from "#lib/aws/document-client.ts";
import { type Channel, chooseChannel } from "#lib/domain/accounts/channel.ts";
import { CommandFailure } from "./failure.ts";
import { targetOf } from "./global-options.ts";

/** What holds for all calendars of a target, and its channels. */
export async function openSettings(command: Command) {
  const { ChannelsTableName } = await targetOf(command);
  const client = documentClient();
  return {
    settings: new CalendarSettingsTable(client, ChannelsTableName),
    channels: new ChannelsTable(client, ChannelsTableName, () => new Date()),
  };
}

/** @throws CommandFailure when no channel, or more than one, is meant. */
export function channelNamed(written: string, configured: readonly Channel[]): Channel {
  const choice = chooseChannel(written, configured);
  if ("found" in choice) return choice.found;
  const what = "ambiguous" in choice ? `"${written}" may mean several channels` : `There is no channel "${written}"`;
  throw new CommandFailure(`${what}. There are: ${choice.choices.join(", ")}.`);
}
