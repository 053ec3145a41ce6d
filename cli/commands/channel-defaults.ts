import type { Command } from "commander";
import { sayIn } from "#lib/domain/publishing/calendar/messages/say.ts";
import { readImageFit } from "#lib/domain/publishing/calendar/options.ts";
import type { ImageFit } from "#lib/domain/publishing/image-recipe.ts";
import { CommandFailure } from "../failure.ts";
import { outputOf } from "../global-options.ts";
import { channelNamed, openSettings } from "../open-settings.ts";

interface DefaultsOptions {
  /** False: to be taken away. */
  readonly imageFit?: string | false;
}

export function addDefaultsCommand(channels: Command): void {
  channels
    .command("defaults")
    .description("what holds on a channel for calendar rows that do not say it themselves, and whose file does not")
    .argument("[channel]", "such as facebook/acme; without one, all defaults are listed")
    .option("--image-fit <fit>", "what is done with an image whose shape the network does not take: pad, crop or none")
    .option("--no-image-fit", "takes that away: then images are padded")
    .action(async (channel: string | undefined, { imageFit }: DefaultsOptions, command: Command) => {
      if (channel === undefined) return await listDefaults(command);
      if (imageFit !== undefined) await setImageFit(channel, imageFit === false ? undefined : fitOf(imageFit), command);
      await listDefaults(command, channel);
    });
}

async function setImageFit(written: string, imageFit: ImageFit | undefined, command: Command): Promise<void> {
  const { settings, channels } = await openSettings(command);
  const { channelId } = channelNamed(written, await channels.list());
  await settings.setImageFit(channelId, imageFit);
}

function fitOf(written: string): ImageFit {
  const read = readImageFit(written, sayIn("en"));
  if ("problem" in read) throw new CommandFailure(`${read.problem.problem}. ${read.problem.remedy}`);
  return read.imageFit;
}

async function listDefaults(command: Command, only?: string): Promise<void> {
  const output = outputOf(command);
  const { settings, channels } = await openSettings(command);
  const wanted = only === undefined ? undefined : channelNamed(only, await channels.list()).channelId;
  const { channelDefaults } = await settings.read();
  const listed = [...channelDefaults].filter(([channelId]) => wanted === undefined || channelId === wanted);
  if (output.isJson) return output.json(listed.map(([channelId, defaults]) => ({ channelId, ...defaults })));
  if (listed.length === 0) return output.print("There are no defaults: `antenne channels defaults --help`.");
  output.table(
    ["channel", "image fit"],
    listed.map(([channelId, { imageFit = "" }]) => [channelId, imageFit]),
  );
}
