import { userInfo } from "node:os";
import type { Command } from "commander";
import { type StopServices, startPublishing, stopPublishing } from "#lib/app/publishing/stop-publishing.ts";
import { ChannelsTable } from "#lib/aws/channels-table.ts";
import { busClient } from "#lib/aws/clients.ts";
import { documentClient } from "#lib/aws/document-client.ts";
import { EventBus } from "#lib/aws/event-bus.ts";
import { PublishingStops } from "#lib/aws/publishing-stops.ts";
import type { PublishingStop } from "#lib/domain/publishing/stop.ts";
import { systemClock } from "#lib/runtime/clock.ts";
import { CommandFailure } from "../failure.ts";
import { outputOf, targetOf } from "../global-options.ts";
import { readable } from "../output.ts";
import type { Outputs } from "../target.ts";

interface DecisionOptions {
  readonly channel?: string;
  readonly by: string;
  readonly why: string;
}

const STOP_HELP = `
Claims that begin more than a second later see it. What had been claimed by then goes out within the next seconds.
What is due meanwhile waits, as late as its row allows. Answers to customers are not publishing: they still go out.`;

/** The kill switch. */
export function addPublishingCommands(program: Command): void {
  const publishing = program.command("publishing").description("stop everything that goes out, and start it again");
  decision(publishing, "stop", "let nothing go out any more, on one channel or on all of them, at once")
    .requiredOption("--why <reason>", "people read it in each timeline that waits for it")
    .addHelpText("after", STOP_HELP)
    .action((options: DecisionOptions, command: Command) => stop(options, command));
  decision(publishing, "start", "let it go on: what waits goes out within a minute")
    .option("--why <reason>", "told with the event", "it is in order again")
    .action((options: DecisionOptions, command: Command) => start(options, command));
  publishing
    .command("status")
    .description("what is stopped, since when, by whom and why")
    .action((_options: unknown, command: Command) => status(command));
}

function decision(publishing: Command, name: string, description: string): Command {
  return publishing
    .command(name)
    .description(description)
    .option("--channel <id>", "only this channel, such as facebook/acme")
    .option("--by <name>", "who decides", userInfo().username);
}

async function stop(options: DecisionOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const target = await targetOf(command);
  const services = servicesOf(target);
  if (options.channel !== undefined) await mustBeConnected(options.channel, target);
  const isDone = await stopPublishing(decisionOf(options), services);
  if (output.isJson) return output.json({ stopped: isDone });
  const what = wordsFor(options.channel);
  output.print(isDone ? `${what} is stopped. Start it again with: ${startCommand(options)}` : `${what} was stopped.`);
}

async function start(options: DecisionOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const services = servicesOf(await targetOf(command));
  const isDone = await startPublishing(decisionOf(options), services);
  const stops = await services.stops.list();
  if (output.isJson) return output.json({ started: isDone, stops });
  output.print(isDone ? `${wordsFor(options.channel)} goes on.` : `${wordsFor(options.channel)} was not stopped.`);
  for (const stop of stops) output.print(`Still stopped: ${inWords(stop)}`);
}

async function status(command: Command): Promise<void> {
  const output = outputOf(command);
  const stops = await servicesOf(await targetOf(command)).stops.list();
  if (output.isJson) return output.json(stops);
  if (stops.length === 0) return output.print("Nothing is stopped.");
  for (const stop of stops) output.print(inWords(stop));
}

function servicesOf({ ChannelsTableName, EventBusName }: Outputs): StopServices & { readonly stops: PublishingStops } {
  return {
    clock: systemClock,
    stops: new PublishingStops(documentClient(), ChannelsTableName),
    events: new EventBus(busClient(), EventBusName),
  };
}

/** A stop of a channel that there is not would look like safety and stop nothing. */
async function mustBeConnected(channelId: string, { ChannelsTableName }: Outputs): Promise<void> {
  const channels = await new ChannelsTable(documentClient(), ChannelsTableName, systemClock.now).list();
  if (channels.some((each) => each.channelId === channelId)) return;
  const known = channels.map((each) => each.channelId).join(", ");
  throw new CommandFailure(`There is no channel "${channelId}". There are: ${known}.`);
}

function decisionOf({ channel, by, why }: DecisionOptions) {
  return { channelId: channel, by, why };
}

function wordsFor(channelId: string | undefined): string {
  return channelId === undefined ? "All publishing" : `Publishing on ${channelId}`;
}

function startCommand({ channel }: DecisionOptions): string {
  return `antenne publishing start${channel === undefined ? "" : ` --channel ${channel}`}`;
}

function inWords({ channelId, by, why, since }: PublishingStop): string {
  return `${wordsFor(channelId)}, since ${readable(since)}, by ${by}: ${why}`;
}
