import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { Option } from "commander";
import * as z from "zod";
import { type CalendarReport, type CheckServices, checkCalendar } from "#lib/app/publishing/calendar/check-calendar.ts";
import { plannedDays } from "#lib/app/publishing/planned-days.ts";
import { plannedInstants } from "#lib/app/publishing/planned-instants.ts";
import { CalendarSettingsTable } from "#lib/aws/calendar-settings-table.ts";
import { ChannelItem, ChannelsTable } from "#lib/aws/channels-table.ts";
import { bucketClient } from "#lib/aws/clients.ts";
import { documentClient } from "#lib/aws/document-client.ts";
import { S3MediaCatalogue } from "#lib/aws/media-catalogue.ts";
import type { Channel } from "#lib/domain/accounts/channel.ts";
import type { Language } from "#lib/domain/publishing/calendar/messages/say.ts";
import { findNetwork } from "#lib/networks/registry.ts";
import { diskScratch } from "#lib/runtime/disk-scratch.ts";
import { withSpillFile } from "#lib/runtime/spill-file.ts";
import { CommandFailure, EXIT } from "../failure.ts";
import { outputOf, stageOf, targetOf } from "../global-options.ts";
import { anyMedia, knownMedia } from "../known-media.ts";
import { mediaFolder } from "../media-folder.ts";
import { openPublications } from "../open-publications.ts";
import { presentPlan } from "../present-plan.ts";
import { readTimeZoneOption } from "../time-zone-option.ts";
import { printPlan, reportAsJson } from "./calendar-plan.ts";
import { localCalendar } from "./local-calendar.ts";

interface CheckOptions {
  readonly media?: string;
  readonly timezone?: string;
  readonly channel?: string;
  readonly language?: Language;
}

export function addCheckCommand(calendar: Command, setExitCode: (code: number) => void): void {
  calendar
    .command("check")
    .description("a dry run: what would be planned, and every problem with its line, column and remedy")
    .argument("<file>", "the CSV file")
    .option("--timezone <zone>", "for a file that names none, such as Europe/Paris")
    .option("--channel <channels>", "for a file that names none, such as facebook/acme")
    .addOption(
      new Option("--language <language>", "of the problems, for a file that does not show its own").choices([
        "en",
        "fr",
      ]),
    )
    .option("--media <folder>", "look media up in this folder; without it, nobody looks whether they are there")
    .action(async (file: string, options: CheckOptions, command: Command) => {
      const report = await check(file, options, command);
      if (report.problems.some(({ severity }) => severity === "error")) setExitCode(EXIT.problems);
    });
}

async function check(file: string, options: CheckOptions, command: Command): Promise<CalendarReport> {
  const output = outputOf(command);
  const source = localCalendar(file);
  const timeZone = options.timezone === undefined ? undefined : readTimeZoneOption(options.timezone);
  const configured = await configuration(command);
  const report = await checkCalendar(source, {
    ...configured,
    ...(options.media !== undefined && { media: mediaFolder(options.media) }),
    findNetwork,
    defaultTimeZone: "UTC",
    defaults: { timeZone, channels: options.channel, language: options.language },
    openScratch: diskScratch,
    withSpill: withSpillFile,
  });
  if (output.isJson) output.json(reportAsJson(report));
  else printPlan(report, { output, isCompared: configured.present !== undefined });
  return report;
}

type Configuration = Pick<CheckServices, "channels" | "settings" | "planned" | "plannedDays" | "media" | "present">;

/** Of the stage, or of the laptop: of one that does not run, the channels that it begins with, and nothing is planned. */
async function configuration(command: Command): Promise<Configuration> {
  try {
    const target = await targetOf(command);
    const { ChannelsTableName: table } = target;
    const [client, now] = [documentClient(), () => new Date()];
    const channels = await new ChannelsTable(client, table, now).list();
    const settings = await new CalendarSettingsTable(client, table).read();
    const media = knownMedia(new S3MediaCatalogue(bucketClient(), target.MediaBucketName));
    const { publications, dueIndex } = openPublications(target);
    return {
      channels,
      settings,
      media,
      planned: plannedInstants({ publications, dueIndex }),
      plannedDays: plannedDays({ publications, listing: dueIndex }),
      present: presentPlan(target),
    };
  } catch (error) {
    const isLaptopAway = error instanceof CommandFailure && stageOf(command) === undefined;
    if (isLaptopAway) return { channels: laptopChannels(), media: anyMedia };
    throw error;
  }
}

function laptopChannels(): readonly Channel[] {
  const listed = readFileSync(new URL("../../events/channels.json", import.meta.url), "utf8");
  return z.array(ChannelItem).parse(JSON.parse(listed));
}
