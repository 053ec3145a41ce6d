import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import type { Command } from "commander";
import { type CalendarReport, checkCalendar } from "#lib/app/publishing/calendar/check-calendar.ts";
import { CalendarBucket } from "#lib/aws/calendar-bucket.ts";
import { ChannelsTable } from "#lib/aws/channels-table.ts";
import { bucketClient } from "#lib/aws/clients.ts";
import { documentClient } from "#lib/aws/document-client.ts";
import { MediaBucket } from "#lib/aws/media-bucket.ts";
import type { CalendarProblem } from "#lib/domain/publishing/calendar/problem.ts";
import { findNetwork } from "#lib/networks/registry.ts";
import { CommandFailure, EXIT } from "../failure.ts";
import { outputOf, targetOf } from "../global-options.ts";
import { mediaFolder } from "../media-folder.ts";
import { type Output, readable, shorten } from "../output.ts";
import type { Outputs } from "../target.ts";

interface CheckOptions {
  readonly media?: string;
  readonly timezone: string;
}

export function addCalendarCommands(program: Command, setExitCode: (code: number) => void): void {
  const calendar = program
    .command("calendar")
    .description("the calendar CSV: look at it before it matters, then apply it");
  withFileOptions(calendar.command("check"))
    .description("a dry run: what would be planned, and every problem with its line, column and remedy")
    .action(async (file: string, options: CheckOptions, command: Command) => {
      const report = await check(file, options, command);
      if (report.refused || report.problems.some(({ severity }) => severity === "error")) setExitCode(EXIT.problems);
    });
  calendar
    .command("apply")
    .description("upload a calendar: its good rows are planned, and the result lies beside it in the bucket")
    .argument("<file>", "the CSV file")
    .action((file: string, _options: unknown, command: Command) => apply(file, command));
}

function withFileOptions(command: Command): Command {
  return command
    .argument("<file>", "the CSV file")
    .option("--media <folder>", "look media up in this folder instead of the media bucket")
    .option("--timezone <zone>", "for rows that name none, such as Europe/Paris", "UTC");
}

async function check(file: string, { media, timezone }: CheckOptions, command: Command): Promise<CalendarReport> {
  const output = outputOf(command);
  const source = localFile(file);
  const target = await targetOf(command);
  const report = await checkCalendar(source, {
    channels: await channelsOf(target),
    media: media === undefined ? new MediaBucket(bucketClient(), target.MediaBucketName) : mediaFolder(media),
    findNetwork,
    defaultTimeZone: timezone,
  });
  if (output.isJson) output.json(report);
  else printReport(report, output);
  return report;
}

async function channelsOf({ ChannelsTableName }: Outputs) {
  return await new ChannelsTable(documentClient(), ChannelsTableName, () => new Date()).list();
}

function localFile(path: string) {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    throw new CommandFailure(`There is no file ${path}.`);
  }
  const bytes = readFileSync(path);
  const name = basename(path).replace(/\.csv$/i, "");
  return {
    name,
    uploadedAt: new Date(),
    open: async () =>
      (async function* () {
        yield bytes;
      })(),
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
  const where = `line ${line}, column ${column}${channelId ? `, ${channelId}` : ""}`;
  output.print(`${mark}  ${where}: ${problem}\n       ${remedy}`);
}

async function apply(file: string, command: Command): Promise<void> {
  const output = outputOf(command);
  localFile(file);
  const { CalendarBucketName } = await targetOf(command);
  const key = await new CalendarBucket(bucketClient(), CalendarBucketName).upload(basename(file), readFileSync(file));
  const resultKey = key.replace(/^calendars\//, "reports/").replace(/\.csv$/i, ".result.csv");
  if (output.isJson) return output.json({ bucket: CalendarBucketName, key, resultKey });
  output.print(`Uploaded to s3://${CalendarBucketName}/${key}.`);
  output.print(
    `The result will be s3://${CalendarBucketName}/${resultKey}; \`antenne publications list\` shows what is planned.`,
  );
}
