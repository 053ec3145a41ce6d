import { PutParameterCommand } from "@aws-sdk/client-ssm";
import type { Command } from "commander";
import { type HeldBack, listHeldBack } from "#lib/app/accounts/rates/list-held-back.ts";
import { BudgetsTable } from "#lib/aws/budgets-table.ts";
import { ChannelsTable } from "#lib/aws/channels-table.ts";
import { parameterClient } from "#lib/aws/clients.ts";
import { documentClient } from "#lib/aws/document-client.ts";
import { ChannelSecret } from "#lib/aws/token-vault.ts";
import type { Channel } from "#lib/domain/accounts/channel.ts";
import { findNetwork, networks } from "#lib/networks/registry.ts";
import { CommandFailure } from "../failure.ts";
import { outputOf, targetOf } from "../global-options.ts";
import { readTimeZoneOption } from "../time-zone-option.ts";
import { addGroupCommands } from "./channel-groups.ts";
import { describeHeldBack } from "./channel-limits.ts";
import { addSlotCommands } from "./channel-slots.ts";

interface AddOptions {
  readonly remoteId: string;
  readonly handle?: string;
  readonly timezone?: string;
}

export function addChannelCommands(program: Command): void {
  const channels = program.command("channels").description("the pages and profiles that we speak from");
  channels
    .command("list")
    .description("the channels of the laptop or the stage, and what their networks' rate limits hold back")
    .action((_options: unknown, command: Command) => list(command));
  channels
    .command("add")
    .description("connect a channel; its access token is read from the environment variable ANTENNE_ACCESS_TOKEN")
    .argument("<channel>", "network and a name of your own, such as facebook/acme")
    .requiredOption("--remote-id <id>", "the id that the network gave the page or profile")
    .option("--handle <handle>", "its public handle, without @")
    .option("--timezone <zone>", "where the times of its calendar rows are meant, such as Europe/Paris")
    .action((channelId: string, options: AddOptions, command: Command) => add(channelId, options, command));
  addGroupCommands(channels);
  addSlotCommands(channels);
}

async function list(command: Command): Promise<void> {
  const output = outputOf(command);
  const { ChannelsTableName } = await targetOf(command);
  const channels = await new ChannelsTable(documentClient(), ChannelsTableName, () => new Date()).list();
  const heldBack = await listHeldBack(channels, new BudgetsTable(documentClient(), ChannelsTableName), new Date());
  if (output.isJson)
    return output.json(channels.map((channel) => ({ ...channel, heldBack: ofChannel(channel, heldBack) })));
  if (channels.length === 0) return output.print("No channel is connected: `antenne channels add --help`.");
  output.table(
    ["channel", "id at the network", "handle"],
    channels.map(({ channelId, remoteId, handle = "" }) => [channelId, remoteId, handle]),
  );
  for (const each of heldBack) output.print(output.style("yellow", describeHeldBack(each)));
}

function ofChannel({ channelId, network }: Channel, heldBack: readonly HeldBack[]): readonly HeldBack[] {
  return heldBack.filter((each) => each.network === network && (each.channelId ?? channelId) === channelId);
}

async function add(channelId: string, options: AddOptions, command: Command): Promise<void> {
  const channel = readChannel(channelId, options);
  // Not an option: what is typed there stays in the shell's history and shows in the list of processes.
  const secret = ChannelSecret.safeParse({ accessToken: process.env.ANTENNE_ACCESS_TOKEN });
  if (!secret.success) throw new CommandFailure("Put the channel's access token into ANTENNE_ACCESS_TOKEN first.");
  const { ChannelsTableName, ParameterPrefix } = await targetOf(command);
  await parameterClient().send(
    new PutParameterCommand({
      Name: `${ParameterPrefix}/channels/${channelId}`,
      Value: JSON.stringify(secret.data),
      Type: "SecureString",
      Overwrite: true,
    }),
  );
  await new ChannelsTable(documentClient(), ChannelsTableName, () => new Date()).put(channel);
  const output = outputOf(command);
  if (output.isJson) output.json(channel);
  else output.print(`${channelId} is connected.`);
}

function readChannel(channelId: string, { remoteId, handle, timezone }: AddOptions): Channel {
  const [, network, name] = /^([a-z]+)\/([\w.-]{1,64})$/.exec(channelId) ?? [];
  if (network === undefined || name === undefined) {
    throw new CommandFailure(`"${channelId}" is not a channel: write network/name, such as facebook/acme.`);
  }
  if (!findNetwork(network)) {
    const known = networks.map((each) => each.name).join(", ");
    throw new CommandFailure(`There is no network "${network}". There are: ${known}.`);
  }
  const timeZone = timezone === undefined ? undefined : readTimeZoneOption(timezone);
  return { channelId, network, name, remoteId, handle, timeZone };
}
