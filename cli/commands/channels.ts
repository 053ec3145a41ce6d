import type { Command } from "commander";
import { examineToken } from "#lib/app/accounts/examine-token.ts";
import { type HeldBack, listHeldBack } from "#lib/app/accounts/rates/list-held-back.ts";
import { RefreshUnderWayError, reconnectChannel } from "#lib/app/accounts/reconnect-channel.ts";
import type { Channel } from "#lib/domain/accounts/channel.ts";
import type { Parking } from "#lib/domain/accounts/channel-condition.ts";
import { createHttp } from "#lib/networks/http-client.ts";
import type { NewToken } from "#lib/networks/network.ts";
import { findNetwork, networks } from "#lib/networks/registry.ts";
import { CommandFailure, EXIT } from "../failure.ts";
import { outputOf, stageOf, targetOf } from "../global-options.ts";
import { openAccounts } from "../open-accounts.ts";
import { readable, shorten } from "../output.ts";
import { readTimeZoneOption } from "../time-zone-option.ts";
import { readToken } from "../token-input.ts";
import { addDefaultsCommand } from "./channel-defaults.ts";
import { addGroupCommands } from "./channel-groups.ts";
import { describeHeldBack } from "./channel-limits.ts";
import { addSlotCommands } from "./channel-slots.ts";

const RECONNECT_HELP = `
The token alone, or the network's own answer as it is: {"access_token": "…", "refresh_token": "…", "expires_in": 7200}.
An answer without a refresh token leaves the one that is stored. A channel that was parked goes on at once.`;

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
    .description(
      "connect a channel; its token is read from standard input, or asked for, or is in the environment variable ANTENNE_ACCESS_TOKEN",
    )
    .argument("<channel>", "network and a name of your own, such as facebook/acme")
    .requiredOption("--remote-id <id>", "the id that the network gave the page or profile")
    .option("--handle <handle>", "its public handle, without @")
    .option("--timezone <zone>", "where the times of its calendar rows are meant, such as Europe/Paris")
    .action((channelId: string, options: AddOptions, command: Command) => add(channelId, options, command));
  channels
    .command("reconnect")
    .description("store a new token for a channel; it is read from standard input, or asked for")
    .argument("<channel>", "its name here, such as facebook/acme")
    .addHelpText("after", RECONNECT_HELP)
    .action((channelId: string, _options: unknown, command: Command) => reconnect(channelId, command));
  addGroupCommands(channels);
  addSlotCommands(channels);
  addDefaultsCommand(channels);
}

async function list(command: Command): Promise<void> {
  const output = outputOf(command);
  const { channels, states, budgets } = openAccounts(await targetOf(command));
  const connected = await channels.list();
  const heldBack = await listHeldBack(connected, budgets, new Date());
  const listed = await Promise.all(
    connected.map(async (channel) => ({
      ...channel,
      parking: await states.parking(channel.channelId),
      heldBack: ofChannel(channel, heldBack),
    })),
  );
  if (output.isJson) return output.json(listed);
  if (listed.length === 0) return output.print("No channel is connected: `antenne channels add --help`.");
  output.table(
    ["channel", "id at the network", "handle", "state"],
    listed.map(({ channelId, remoteId, handle = "", parking }) => {
      const state = parking ? output.style("red", stateInWords(parking)) : output.style("green", "connected");
      return [channelId, remoteId, handle, state];
    }),
  );
  for (const each of heldBack) output.print(output.style("yellow", describeHeldBack(each)));
  const [parked] = listed.filter(({ parking }) => parking);
  if (parked) output.print(`What is due there waits. With a new token: antenne channels reconnect ${parked.channelId}`);
}

function ofChannel({ channelId, network }: Channel, heldBack: readonly HeldBack[]): readonly HeldBack[] {
  return heldBack.filter((each) => each.network === network && (each.channelId ?? channelId) === channelId);
}

function stateInWords({ since, reason }: Parking): string {
  return `needs reconnecting since ${readable(since)}: ${shorten(reason, 80)}`;
}

async function add(channelId: string, options: AddOptions, command: Command): Promise<void> {
  const channel = readChannel(channelId, options);
  const fromEnvironment = process.env.ANTENNE_ACCESS_TOKEN;
  const token = fromEnvironment ? { accessToken: fromEnvironment } : await readToken(new Date());
  const accounts = openAccounts(await targetOf(command));
  await storeToken(channel, token, { command, accounts });
  await accounts.channels.put(channel);
  const output = outputOf(command);
  if (output.isJson) output.json(channel);
  else output.print(`${channelId} is connected.`);
}

async function reconnect(channelId: string, command: Command): Promise<void> {
  const accounts = openAccounts(await targetOf(command));
  const channels = await accounts.channels.list();
  const channel = channels.find((each) => each.channelId === channelId);
  if (!channel) {
    const known = channels.map((each) => each.channelId).join(", ");
    throw new CommandFailure(`There is no channel "${channelId}". There are: ${known}.`);
  }
  await storeToken(channel, await readToken(new Date()), { command, accounts });
  const output = outputOf(command);
  if (output.isJson) output.json({ channelId, reconnected: true });
  else output.print(`${channelId} has a new token. What waits for it goes on within a minute or so.`);
}

/** A deployed stage asks the network first; the laptop's simulated networks know only the channels that it came with. */
async function storeToken(channel: Channel, token: NewToken, { command, accounts }: Storing): Promise<void> {
  if (stageOf(command) !== undefined) await mustBeGood(channel, token, accounts);
  try {
    await reconnectChannel(channel, token, accounts);
  } catch (error) {
    if (!(error instanceof RefreshUnderWayError)) throw error;
    throw new CommandFailure(`${error.message}, and that did not end within two minutes: try again.`, EXIT.problems);
  }
}

interface Storing {
  readonly command: Command;
  readonly accounts: ReturnType<typeof openAccounts>;
}

async function mustBeGood(channel: Channel, token: NewToken, accounts: Storing["accounts"]): Promise<void> {
  const appSecret = (await accounts.vault.secrets(channel.network))?.appSecrets[0];
  const problems = await examineToken(
    channel,
    { ...token, appSecret },
    { ...accounts, findNetwork, http: createHttp() },
  );
  if (problems.length === 0) return;
  throw new CommandFailure(`Nothing is stored. Of this token the network says: ${problems.join("; ")}.`, EXIT.problems);
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
