import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { Option } from "commander";
import * as z from "zod";
import { type CalendarReport, checkCalendar } from "#lib/app/publishing/calendar/check-calendar.ts";
import type { PlanServices } from "#lib/app/publishing/calendar/plan-calendar.ts";
import type { MediaCatalogue } from "#lib/app/publishing/calendar/ports.ts";
import { plannedInstants } from "#lib/app/publishing/planned-instants.ts";
import { CalendarSettingsTable } from "#lib/aws/calendar-settings-table.ts";
import { ChannelItem, ChannelsTable } from "#lib/aws/channels-table.ts";
import { documentClient } from "#lib/aws/document-client.ts";
import type { Channel } from "#lib/domain/accounts/channel.ts";
import type { Language } from "#lib/domain/publishing/calendar/messages/say.ts";
import type { CalendarProblem } from "#lib/domain/publishing/calendar/problem.ts";
import { findNetwork } from "#lib/networks/registry.ts";
import { diskScratch } from "#lib/runtime/disk-scratch.ts";
import { CommandFailure, EXIT } from "../failure.ts";
import { outputOf, stageOf, targetOf } from "../global-options.ts";
import { mediaFolder } from "../media-folder.ts";
import { openPublications } from "../open-publications.ts";
import { type Output, readable, shorten } from "../output.ts";
import { readTimeZoneOption } from "../time-zone-option.ts";
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
  const report = await checkCalendar(source, {
    ...(await configuration(command)),
    media: options.media === undefined ? anyMedia : mediaFolder(options.media),
    findNetwork,
    defaultTimeZone: "UTC",
    defaults: { timeZone, channels: options.channel, language: options.language },
    openScratch: diskScratch,
  });
  if (output.isJson) output.json(reportAsJson(report));
  else printReport(report, output);
  return report;
}

/** Of the stage, or of the laptop: of one that does not run, those that it begins with. */
async function configuration(command: Command): Promise<Pick<PlanServices, "channels" | "settings" | "planned">> {
  try {
    const target = await targetOf(command);
    const { ChannelsTableName: table } = target;
    const [client, now] = [documentClient(), () => new Date()];
    const channels = await new ChannelsTable(client, table, now).list();
    const settings = await new CalendarSettingsTable(client, table).read();
    return { channels, settings, planned: plannedInstants(openPublications(target)) };
  } catch (error) {
    const isLaptopAway = error instanceof CommandFailure && stageOf(command) === undefined;
    if (isLaptopAway) return { channels: laptopChannels() };
    throw error;
  }
}

function laptopChannels(): readonly Channel[] {
  const listed = readFileSync(new URL("../../events/channels.json", import.meta.url), "utf8");
  return z.array(ChannelItem).parse(JSON.parse(listed));
}

/** Takes every file for one that is there and of a permitted size. */
const anyMedia: MediaCatalogue = { lookUp: async () => ({ found: true, sizeBytes: 1 }) };

/** What an import would do, for scripts. A dry run compares with nothing: all that is good is new. */
function reportAsJson({ rows, imported, problems, posts }: CalendarReport) {
  return {
    rows,
    add: imported,
    change: 0,
    cancel: 0,
    unchanged: 0,
    problems: problems.map(({ line, column, value = "", problem, remedy, severity, channelId }) => {
      return { line, column, value, problem: channelId ? `${channelId}: ${problem}` : problem, remedy, severity };
    }),
    posts,
  };
}

function printReport({ rows, imported, rejected, posts, problems, refused }: CalendarReport, output: Output): void {
  if (posts.length > 0) {
    output.table(
      ["line", "due", "channels", "text", "media"],
      posts.map(({ line, dueAt, channels, text, media }) => [
        String(line),
        readable(dueAt),
        channels.join(", "),
        shorten(text, 48),
        media.join(", "),
      ]),
    );
  }
  for (const problem of problems) printProblem(problem, output);
  if (refused) output.print(output.style("red", "Nothing of this file can be planned."));
  else output.print(`${rows} rows: ${imported} would be planned, ${rejected} rejected.`);
}

function printProblem({ line, column, problem, remedy, severity, channelId }: CalendarProblem, output: Output): void {
  const mark = severity === "error" ? output.style("red", "error") : output.style("yellow", "warning");
  const where = [`line ${line}`, column && `column ${column}`, channelId].filter(Boolean).join(", ");
  output.print(`${mark}  ${where}: ${problem}\n       ${remedy}`);
}
