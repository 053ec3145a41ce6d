import type { Command } from "commander";
import { type ChannelDefaults, EVERY_CHANNEL } from "#lib/domain/publishing/calendar/channel-defaults.ts";
import { readLateness } from "#lib/domain/publishing/calendar/lateness.ts";
import { sayIn } from "#lib/domain/publishing/calendar/messages/say.ts";
import { readImageFit } from "#lib/domain/publishing/calendar/options.ts";
import type { CellProblem } from "#lib/domain/publishing/calendar/problem.ts";
import { writtenLateness } from "#lib/domain/publishing/calendar/written/lateness.ts";
import type { ImageFit } from "#lib/domain/publishing/image-copy.ts";
import { CommandFailure } from "../failure.ts";
import { outputOf } from "../global-options.ts";
import { channelNamed, openSettings } from "../open-settings.ts";

interface DefaultsOptions {
  /** False: to be taken away. */
  readonly imageFit?: string | false;
  readonly ifLate?: string | false;
}

/** What people write for `EVERY_CHANNEL`. */
const ALL = "all";

export function addDefaultsCommand(channels: Command): void {
  channels
    .command("defaults")
    .description("what holds on a channel for calendar rows that do not say it themselves, and whose file does not")
    .argument("[channel]", `such as facebook/acme, or \`${ALL}\`; without one, all defaults are listed`)
    .option("--image-fit <fit>", "what is done with an image whose shape the network does not take: pad, crop or none")
    .option("--no-image-fit", "takes that away: then images are padded")
    .option("--if-late <how>", "how late a post may still go out: `2 h`, `90 min`, `1 d`, or skip, or ask")
    .option("--no-if-late", "takes that away: then two hours")
    .action(async (channel: string | undefined, options: DefaultsOptions, command: Command) => {
      if (channel !== undefined) await setDefaults(channel, options, command);
      await listDefaults(command, channel);
    });
}

async function setDefaults(written: string, { imageFit, ifLate }: DefaultsOptions, command: Command): Promise<void> {
  // All that was written is read before any of it is set.
  const fit = typeof imageFit === "string" ? fitOf(imageFit) : undefined;
  const late = typeof ifLate === "string" ? readableLateness(ifLate) : undefined;
  const { settings, channels } = await openSettings(command);
  const channelId = channelIdOf(written, await channels.list());
  if (imageFit !== undefined) await settings.setImageFit(channelId, fit);
  if (ifLate !== undefined) await settings.setIfLate(channelId, late);
}

function channelIdOf(written: string, configured: Parameters<typeof channelNamed>[1]): string {
  return written === ALL ? EVERY_CHANNEL : channelNamed(written, configured).channelId;
}

function fitOf(written: string): ImageFit {
  const read = readImageFit(written, sayIn("en"));
  if ("problem" in read) throw refusal(read.problem);
  return read.imageFit;
}

function readableLateness(written: string): string {
  const read = readLateness(written.trim(), sayIn("en"));
  if ("problem" in read) throw refusal(read.problem);
  if (!read.lateness) throw new CommandFailure("Write how late a post may be, or --no-if-late.");
  return written.trim();
}

function refusal({ problem, remedy }: CellProblem): CommandFailure {
  return new CommandFailure(`${problem}. ${remedy}`);
}

async function listDefaults(command: Command, only?: string): Promise<void> {
  const output = outputOf(command);
  const { settings, channels } = await openSettings(command);
  const wanted = only === undefined ? undefined : channelIdOf(only, await channels.list());
  const { channelDefaults } = await settings.read();
  const listed = [...channelDefaults]
    .filter(([channelId]) => wanted === undefined || channelId === wanted)
    .map(([channelId, defaults]) => ({ channelId, ...asWritten(defaults) }));
  if (output.isJson) return output.json(listed);
  if (listed.length === 0) return output.print("There are no defaults: `antenne channels defaults --help`.");
  output.table(
    ["channel", "image fit", "if late"],
    listed.map(({ channelId, imageFit = "", ifLate = "" }) => [
      channelId === EVERY_CHANNEL ? "all others" : channelId,
      imageFit,
      ifLate,
    ]),
  );
}

function asWritten({ imageFit, lateness }: ChannelDefaults): { imageFit?: ImageFit; ifLate?: string } {
  return { ...(imageFit && { imageFit }), ...(lateness && { ifLate: writtenLateness(lateness) }) };
}
