import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Command } from "commander";
import { CalendarBucket } from "#lib/aws/calendar-bucket.ts";
import { bucketClient } from "#lib/aws/clients.ts";
import { outputOf, targetOf } from "../global-options.ts";
import { addApprovalCommands } from "./calendar-approvals.ts";
import { addCheckCommand } from "./calendar-check.ts";
import { localCalendar } from "./local-calendar.ts";

export function addCalendarCommands(program: Command, setExitCode: (code: number) => void): void {
  const calendar = program
    .command("calendar")
    .description("the calendar CSV: look at it before it matters, then apply it");
  addCheckCommand(calendar, setExitCode);
  calendar
    .command("apply")
    .description("upload a calendar: its good rows are planned, and the result lies beside it in the bucket")
    .argument("<file>", "the CSV file")
    .action((file: string, _options: unknown, command: Command) => apply(file, command));
  addApprovalCommands(calendar);
}

async function apply(file: string, command: Command): Promise<void> {
  const output = outputOf(command);
  localCalendar(file);
  const { CalendarBucketName } = await targetOf(command);
  const key = await new CalendarBucket(bucketClient(), CalendarBucketName).upload(basename(file), readFileSync(file));
  const resultKey = key.replace(/^calendars\//, "reports/").replace(/\.csv$/i, ".result.csv");
  if (output.isJson) return output.json({ bucket: CalendarBucketName, key, resultKey });
  output.print(`Uploaded to s3://${CalendarBucketName}/${key}.`);
  output.print(
    `The result will be s3://${CalendarBucketName}/${resultKey}; \`antenne publications list\` shows what is planned.`,
  );
}
