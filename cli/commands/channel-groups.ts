import type { Command } from "commander";
import { groupKey, isGroupName, LONGEST_GROUP_NAME } from "#lib/domain/accounts/channel-group.ts";
import { findNetwork } from "#lib/networks/registry.ts";
import { CommandFailure } from "../failure.ts";
import { outputOf } from "../global-options.ts";
import { channelNamed, openSettings } from "../open-settings.ts";

export function addGroupCommands(channels: Command): void {
  channels
    .command("groups")
    .description("the groups of channels: names that stand for several channels in a calendar")
    .action((_options: unknown, command: Command) => listGroups(command));
  channels
    .command("group")
    .description("make a group of channels or replace it; calendars write its name into the column channels")
    .argument("<name>", "such as pages, or several words in quotes")
    .argument("[channels...]", "such as facebook/acme x/acme")
    .option("--remove", "take the group away")
    .action((name: string, members: readonly string[], { remove }: { remove?: boolean }, command: Command) =>
      remove ? removeGroup(name, command) : putGroup(name, members, command),
    );
}

async function listGroups(command: Command): Promise<void> {
  const output = outputOf(command);
  const { groups } = await (await openSettings(command)).settings.read();
  if (output.isJson) return output.json(groups);
  if (groups.length === 0) return output.print("There is no group of channels: `antenne channels group --help`.");
  output.table(
    ["group", "channels"],
    groups.map(({ name, channelIds }) => [name, channelIds.join(", ")]),
  );
}

async function putGroup(name: string, members: readonly string[], command: Command): Promise<void> {
  const output = outputOf(command);
  assertGroupName(name);
  if (members.length === 0) throw new CommandFailure(`Name the channels of the group, or --remove it.`);
  const { settings, channels } = await openSettings(command);
  const configured = await channels.list();
  const channelIds = [...new Set(members.map((member) => channelNamed(member, configured).channelId))];
  await settings.putGroup({ name, channelIds });
  if (output.isJson) output.json({ name, channelIds });
  else output.print(`“${name}” means ${channelIds.join(", ")}.`);
}

async function removeGroup(name: string, command: Command): Promise<void> {
  const output = outputOf(command);
  const { settings } = await openSettings(command);
  const { groups } = await settings.read();
  const group = groups.find((each) => groupKey(each.name) === groupKey(name));
  if (!group) {
    const known = groups.map((each) => each.name).join(", ") || "none";
    throw new CommandFailure(`There is no group "${name}". There are: ${known}.`);
  }
  await settings.removeGroup(name);
  if (output.isJson) output.json(group);
  else output.print(`“${group.name}” is taken away.`);
}

function assertGroupName(name: string): void {
  if (!isGroupName(name)) {
    throw new CommandFailure(
      `"${name}" is no name for a group: at most ${LONGEST_GROUP_NAME} characters, without ; , | / and #.`,
    );
  }
  if (findNetwork(groupKey(name))) throw new CommandFailure(`"${name}" is the name of a network: choose another one.`);
}
