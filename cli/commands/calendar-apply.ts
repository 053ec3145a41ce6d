import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Command } from "commander";
import { type ReportAbout, reportKeyOf } from "#lib/app/publishing/calendar/ports.ts";
import { CalendarBucket } from "#lib/aws/calendar-bucket.ts";
import { bucketClient } from "#lib/aws/clients.ts";
import { systemClock } from "#lib/runtime/clock.ts";
import { CommandFailure, EXIT } from "../failure.ts";
import { outputOf, targetOf } from "../global-options.ts";
import type { Output } from "../output.ts";
import { localCalendar } from "./local-calendar.ts";
import { type ToldRow, toldRows } from "./told-rows.ts";

interface ApplyOptions {
  readonly wait: boolean;
}

/** As long as an import may take; a calendar of thousands of rows needs some seconds. */
const LONGEST_WAIT_MS = 10 * 60_000;

const POLL_MS = 500;

export function addApplyCommand(calendar: Command, setExitCode: (code: number) => void): void {
  calendar
    .command("apply")
    .description(
      "upload a calendar, wait for its result and show it: good rows are planned, rows that are not in the file any more are cancelled",
    )
    .argument("<file>", "the CSV file; the calendar is called as it is, or as its line #calendar: says")
    .option("--no-wait", "upload it, and leave the result to its file in the bucket")
    .action(async (file: string, options: ApplyOptions, command: Command) => {
      const about = await apply(file, options, command);
      if (about && (about.refused || about.rejected > 0)) setExitCode(EXIT.problems);
    });
}

async function apply(file: string, { wait }: ApplyOptions, command: Command): Promise<ReportAbout | undefined> {
  const output = outputOf(command);
  const local = localCalendar(file);
  const { CalendarBucketName: bucket } = await targetOf(command);
  const calendars = new CalendarBucket(bucketClient(), bucket);
  const key = await calendars.upload(basename(file), readFileSync(file));
  const resultKey = reportKeyOf(local);
  const places = { bucket, key, resultKey };
  if (!output.isJson) output.print(`Uploaded to s3://${bucket}/${key}.`);
  if (!wait) {
    if (output.isJson) output.json(places);
    else output.print(`The result will be s3://${bucket}/${resultKey}.`);
    return undefined;
  }
  const { about, bytes } = await resultOf(calendars, { key, resultKey });
  const problems = toldRows(bytes);
  if (output.isJson) output.json({ ...places, ...summary(about), problems });
  else printResult({ about, problems, resultKey: `s3://${bucket}/${resultKey}` }, output);
  return about;
}

/** @throws CommandFailure when a newer upload has taken its place, or nothing came. */
async function resultOf(calendars: CalendarBucket, { key, resultKey }: { key: string; resultKey: string }) {
  const upload = await calendars.find(key);
  const deadline = Date.now() + LONGEST_WAIT_MS;
  while (Date.now() < deadline) {
    const report = await calendars.readReport(resultKey);
    if (report && report.about.version === upload?.version) return report;
    await systemClock.sleep(POLL_MS);
  }
  const newest = await calendars.find(key);
  const reason =
    newest?.version === upload?.version ? "No result came in ten minutes" : "A newer upload took its place";
  throw new CommandFailure(`${reason}: look at ${resultKey} in the bucket.`, EXIT.problems);
}

function summary({ rows, added, changed, cancelled, unchanged, rejected, refused }: ReportAbout) {
  return { rows, add: added, change: changed, cancel: cancelled, unchanged, rejected, refused };
}

interface Result {
  readonly about: ReportAbout;
  readonly problems: readonly ToldRow[];
  readonly resultKey: string;
}

/** The rest is in the result file. */
const SHOWN = 20;

function printResult({ about, problems, resultKey }: Result, output: Output): void {
  for (const { row, status, problem, remedy } of problems.slice(0, SHOWN)) {
    output.print(`${output.style("yellow", status)}  ${row}${problem}\n       ${remedy}`);
  }
  if (problems.length > SHOWN) output.print(`… and ${problems.length - SHOWN} more.`);
  const { rows, added, changed, cancelled, unchanged, rejected, refused } = about;
  if (refused) output.print(output.style("red", "Nothing of this file was planned."));
  else {
    output.print(
      `${rows} ${rows === 1 ? "row" : "rows"}: ${added} added, ${changed} changed, ${unchanged} unchanged, ${rejected} rejected; ${cancelled} cancelled.`,
    );
  }
  output.print(`The result, row by row: ${resultKey}`);
}
