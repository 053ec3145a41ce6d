import { randomUUID } from "node:crypto";
import { userInfo } from "node:os";
import { basename } from "node:path";
import type { Command } from "commander";
import { type ApprovalListing, decideApprovals, listApprovals } from "#lib/app/publishing/approve-publications.ts";
import { queueClient } from "#lib/aws/clients.ts";
import { SqsPublishQueue } from "#lib/aws/publish-queue.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { systemClock } from "#lib/runtime/clock.ts";
import { CommandFailure } from "../failure.ts";
import { outputOf, targetOf } from "../global-options.ts";
import { openPublications } from "../open-publications.ts";
import { channelNamed, openSettings } from "../open-settings.ts";
import { type Output, readable, shorten } from "../output.ts";

interface ApproveOptions {
  readonly row?: string;
  readonly all?: boolean;
  readonly withdraw?: boolean;
  readonly by: string;
}

interface RequireOptions {
  readonly channel?: string;
  readonly campaign?: string;
  readonly remove?: boolean;
}

export function addApprovalCommands(calendar: Command): void {
  calendar
    .command("approvals")
    .description("what does not go out before somebody approves it")
    .argument("[calendar]", "only of this calendar, such as december")
    .action((name: string | undefined, _options: unknown, command: Command) => list(name, command));
  calendar
    .command("approve")
    .description("let go out what needs an approval, as it is now; an edit afterwards needs another one")
    .argument("<calendar>", "its name, such as december")
    .option("--row <id>", "only this row, with all of its channels and times")
    .option("--all", "everything that waits")
    .option("--withdraw", "take an approval back, as long as the post is not being sent")
    .option("--by <name>", "who approves; kept in the timeline of each post", userInfo().username)
    .action((name: string, options: ApproveOptions, command: Command) => approve(name, options, command));
  calendar
    .command("require-approval")
    .description("whose posts need an approval, whatever their calendar says; without an option, the list of them")
    .option("--channel <channel>", "every post on this channel")
    .option("--campaign <name>", "every post of this campaign")
    .option("--remove", "not any more")
    .action((options: RequireOptions, command: Command) => requireApproval(options, command));
}

async function list(name: string | undefined, command: Command): Promise<void> {
  const output = outputOf(command);
  const { clock, ...stores } = await openStores(command);
  const waiting = await listApprovals({ calendar: name && calendarNamed(name) }, { clock, ...stores });
  if (output.isJson) return output.json(waiting);
  if (waiting.length === 0) return output.print("Nothing waits for an approval.");
  printPublications(waiting, output);
}

async function approve(name: string, options: ApproveOptions, command: Command): Promise<void> {
  const { row, all, withdraw = false, by } = options;
  if ((row === undefined) === (all === undefined)) throw new CommandFailure("Say what: --row ID or --all.");
  const output = outputOf(command);
  const stores = await openStores(command);
  const listing: ApprovalListing = { calendar: calendarNamed(name), rowId: row, areApproved: withdraw };
  const listed = await listApprovals(listing, stores);
  if (listed.length === 0) {
    const what = withdraw ? "is approved and still to come" : "waits for an approval";
    throw new CommandFailure(`Nothing of ${row ? `the row ${row}` : "that calendar"} ${what}.`);
  }
  const { done, refused } = await decideApprovals(listed, { by, isWithdrawn: withdraw }, stores);
  if (output.isJson) return output.json({ done, refused });
  printPublications(done, output);
  output.print(withdraw ? `${done.length} wait for an approval again.` : `${by} has approved ${done.length}.`);
  if (refused.length > 0) output.print(`${refused.length} were changed or sent meanwhile: look at them again.`);
}

async function requireApproval({ channel, campaign, remove }: RequireOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const { settings, channels } = await openSettings(command);
  if (channel !== undefined) {
    const { channelId } = channelNamed(channel, await channels.list());
    await settings.requireApproval({ by: "channel", name: channelId }, !remove);
  }
  if (campaign !== undefined) await settings.requireApproval({ by: "campaign", name: campaign }, !remove);
  const { approvals } = await settings.read();
  const listed = { channels: [...approvals.channels], campaigns: [...approvals.campaigns] };
  if (output.isJson) return output.json(listed);
  const rows = [
    ...listed.channels.map((each) => ["channel", each]),
    ...listed.campaigns.map((each) => ["campaign", each]),
  ];
  if (rows.length === 0) return output.print("Only what its calendar says needs an approval.");
  output.table(["an approval is needed by", "name"], rows);
  output.print("It holds for what is planned from now on: upload a calendar again to apply it to its posts.");
}

async function openStores(command: Command) {
  const target = await targetOf(command);
  const { publications, dueIndex } = openPublications(target);
  const publishQueue = new SqsPublishQueue(queueClient(), target.PublishQueueUrl);
  return { clock: systemClock, newId: randomUUID, publications, dueIndex, publishQueue };
}

/** People give the file as often as its name. */
function calendarNamed(written: string): string {
  return basename(written).replace(/\.csv$/i, "");
}

function printPublications(publications: readonly Publication[], output: Output): void {
  output.table(
    ["due", "calendar", "row", "channel", "text"],
    publications.map(({ dueAt, calendar, rowId, channelId, draft }) => [
      readable(dueAt),
      calendar,
      rowId,
      channelId,
      shorten(draft.text, 48),
    ]),
  );
}
