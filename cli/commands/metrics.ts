import type { Command } from "commander";
import { readMetrics } from "#lib/app/measurement/read-metrics.ts";
import { listPublications } from "#lib/app/publishing/list-publications.ts";
import { ChannelsTable } from "#lib/aws/channels-table.ts";
import { documentClient } from "#lib/aws/document-client.ts";
import { MetricsTable } from "#lib/aws/metrics-table.ts";
import type { DayRow, DayValue } from "#lib/domain/measurement/day-rows.ts";
import { METRIC_NAMES } from "#lib/domain/measurement/metrics.ts";
import { DAY_MS, day } from "../arguments.ts";
import { outputOf, targetOf } from "../global-options.ts";
import { openPublications } from "../open-publications.ts";
import type { Outputs } from "../target.ts";

interface MetricsOptions {
  readonly from?: Date;
  readonly to?: Date;
  readonly channel?: string;
  readonly posts?: boolean;
}

export function addMetricsCommand(program: Command): void {
  program
    .command("metrics")
    .description("numbers per day, and how they changed against the day before; by default the last seven days")
    .option("--from <day>", "first day (UTC), such as 2026-12-01", day)
    .option("--to <day>", "last day", day)
    .option("--channel <id>", "only this channel, such as facebook/acme")
    .option("--posts", "the posts that were due in that time, instead of the channels")
    .action((options: MetricsOptions, command: Command) => show(options, command));
}

async function show({ from, to, channel, posts = false }: MetricsOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const target = await targetOf(command);
  const range = { from: from ?? new Date(Date.now() - 6 * DAY_MS), to: to ?? new Date() };
  const rows = posts ? await ofPosts(range, channel, target) : await ofChannels(range, channel, target);
  if (output.isJson) return output.json(rows);
  if (rows.length === 0) return output.print("No numbers were collected in that time: collection runs every hour.");
  const names = METRIC_NAMES.filter((name) => rows.some(({ metrics }) => metrics[name] !== undefined));
  output.table(
    ["day", posts ? "post" : "channel", ...names],
    rows.map(({ day: on, subject, metrics }) => [on, nameOf(subject), ...names.map((name) => cell(metrics[name]))]),
  );
}

function nameOf(subject: DayRow["subject"]): string {
  return subject.kind === "post" ? `${subject.channelId} ${subject.subjectId}` : subject.channelId;
}

/** What was not measured stays empty; a change without a day to compare with is not claimed. */
function cell(value: DayValue | undefined): string {
  if (!value) return "";
  if (value.delta === undefined) return String(value.value);
  return `${value.value} (${value.delta < 0 ? "" : "+"}${value.delta})`;
}

interface Range {
  readonly from: Date;
  readonly to: Date;
}

async function ofChannels(range: Range, channel: string | undefined, target: Outputs): Promise<readonly DayRow[]> {
  const client = documentClient();
  const snapshots = new MetricsTable(client, target.MetricsTableName);
  const channels = await new ChannelsTable(client, target.ChannelsTableName, () => new Date()).list();
  const wanted = channels.filter(({ channelId }) => channel === undefined || channelId === channel);
  const rows = await Promise.all(wanted.map(({ channelId }) => readMetrics({ channelId, ...range }, snapshots)));
  return rows.flat();
}

async function ofPosts(range: Range, channelId: string | undefined, target: Outputs): Promise<readonly DayRow[]> {
  const { publications, dueIndex } = openPublications(target);
  const stores = { publications, dueIndex, archive: dueIndex };
  const published = await listPublications({ ...range, channelId, state: "published" }, stores);
  const publicationIds = published.map(({ publicationId }) => publicationId);
  return await readMetrics({ publicationIds, ...range }, new MetricsTable(documentClient(), target.MetricsTableName));
}
