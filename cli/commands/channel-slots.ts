import type { Command } from "commander";
import { type PostingSlots, readSlots, writeSlots } from "#lib/domain/publishing/calendar/slots/posting-slots.ts";
import { CommandFailure } from "../failure.ts";
import { outputOf } from "../global-options.ts";
import { channelNamed, openSettings } from "../open-settings.ts";

export function addSlotCommands(channels: Command): void {
  channels
    .command("slots")
    .description("when a channel likes to post: a calendar row without a time gets the next free slot")
    .argument("[channel]", "such as facebook/acme; without one, all slots are listed")
    .argument("[times]", 'such as "mon-fri 09:20, 14:10; sat 10:00", on the clocks of the channel')
    .option("--remove", "take the slots away: then every row needs a time")
    .action((channel: string | undefined, times: string | undefined, { remove }: SlotOptions, command: Command) => {
      if (channel === undefined) return listSlots(command);
      if (remove) return removeSlots(channel, command);
      return times === undefined ? listSlots(command, channel) : putSlots(channel, times, command);
    });
}

interface SlotOptions {
  readonly remove?: boolean;
}

async function listSlots(command: Command, only?: string): Promise<void> {
  const output = outputOf(command);
  const { settings, channels } = await openSettings(command);
  const wanted = only === undefined ? undefined : channelNamed(only, await channels.list()).channelId;
  const { slots } = await settings.read();
  const listed = [...slots].filter(([channelId]) => wanted === undefined || channelId === wanted);
  if (output.isJson) return output.json(listed.map(([channelId, each]) => asJson(channelId, each)));
  if (listed.length === 0) return output.print("There are no posting slots: `antenne channels slots --help`.");
  output.table(
    ["channel", "slots"],
    listed.map(([channelId, each]) => [channelId, writeSlots(each)]),
  );
}

async function putSlots(written: string, times: string, command: Command): Promise<void> {
  const output = outputOf(command);
  const slots = readSlots(times);
  if ("unreadable" in slots) {
    throw new CommandFailure(
      `“${slots.unreadable}” cannot be read: write days, then times, such as "mon-fri 09:20, 14:10; sat 10:00".`,
    );
  }
  const { settings, channels } = await openSettings(command);
  const { channelId, timeZone } = channelNamed(written, await channels.list());
  await settings.putSlots(channelId, slots);
  if (output.isJson) return output.json(asJson(channelId, slots));
  const zone = timeZone ?? "the time zone of the installation: `antenne channels add` may give the channel its own";
  output.print(`${channelId} posts ${writeSlots(slots)} (${zone}).`);
}

async function removeSlots(written: string, command: Command): Promise<void> {
  const output = outputOf(command);
  const { settings, channels } = await openSettings(command);
  const { channelId } = channelNamed(written, await channels.list());
  await settings.removeSlots(channelId);
  if (output.isJson) output.json(asJson(channelId, []));
  else output.print(`${channelId} has no posting slots any more.`);
}

function asJson(channelId: string, slots: PostingSlots) {
  return { channelId, slots: writeSlots(slots) };
}
