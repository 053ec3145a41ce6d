import type { Command } from "commander";
import { listConversations } from "#lib/app/engagement/list-conversations.ts";
import { listMessages } from "#lib/app/engagement/list-messages.ts";
import { replayDeliveries } from "#lib/app/engagement/replay-deliveries.ts";
import { ArchiveBucketListing } from "#lib/aws/archive-listing.ts";
import { ChannelsTable } from "#lib/aws/channels-table.ts";
import { bucketClient, queueClient } from "#lib/aws/clients.ts";
import { StoredConversations } from "#lib/aws/conversations-table/conversations.ts";
import { documentClient } from "#lib/aws/document-client.ts";
import { SqsIngestQueue } from "#lib/aws/ingest-queue.ts";
import { networks } from "#lib/networks/registry.ts";
import { count, DAY_MS, day } from "../arguments.ts";
import { CommandFailure } from "../failure.ts";
import { outputOf, targetOf } from "../global-options.ts";
import { readable, shorten } from "../output.ts";

interface ListOptions {
  readonly channel?: string;
  readonly days: number;
  readonly limit: number;
}

export function addInboxCommands(program: Command): void {
  const inbox = program.command("inbox").description("what customers wrote: comments, mentions, direct messages");
  inbox
    .command("list")
    .description("conversations, the latest customer's word first")
    .option("--channel <id>", "only this channel, such as x/acme")
    .option("--days <n>", "how many days back", count, 7)
    .option("--limit <n>", "at most this many", count, 50)
    .action((options: ListOptions, command: Command) => list(options, command));
  inbox
    .command("show")
    .description("one conversation, message by message")
    .argument("<conversation>", "its id, as `inbox list` shows it")
    .action((conversationId: string, _options: unknown, command: Command) => show(conversationId, command));
  inbox
    .command("replay")
    .description("ingest archived webhooks once more: what is known already changes nothing")
    .requiredOption("--from <day>", "first day (UTC), such as 2026-12-01", day)
    .requiredOption("--to <day>", "last day", day)
    .action((range: { from: Date; to: Date }, command: Command) => replay(range, command));
}

async function list({ channel, days, limit }: ListOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const { conversations, channels } = await open(command);
  const channelIds = channel ? [channel] : (await channels.list()).map(({ channelId }) => channelId);
  const listed = await listConversations({ channelIds, days: lastDays(days), limit }, conversations);
  if (output.isJson) return output.json(listed);
  if (listed.length === 0) return output.print("Nobody has written in that time.");
  output.table(
    ["last word", "channel", "kind", "from", "text", "answer", "conversation"],
    listed.map(({ lastMessageAt, channelId, kind, authorName, lastText, isAnswerDue, conversationId }) => [
      readable(lastMessageAt),
      channelId,
      kind,
      authorName ?? "",
      shorten(lastText ?? "", 48),
      isAnswerDue ? output.style("yellow", "due") : output.style("green", "given"),
      conversationId,
    ]),
  );
}

async function show(conversationId: string, command: Command): Promise<void> {
  const output = outputOf(command);
  const { conversations } = await open(command);
  const messages = await listMessages(conversationId, { conversations });
  if (output.isJson) return output.json(messages);
  if (messages.length === 0) {
    throw new CommandFailure(`There is no conversation ${conversationId}. \`antenne inbox list\` shows the ids.`);
  }
  for (const { occurredAt, direction, authorName, text, isDeleted, isEdited, status } of messages) {
    const who = direction === "outbound" ? output.style("green", "we") : output.style("bold", authorName ?? "customer");
    const marks = [isEdited && "edited", isDeleted && "deleted", status].filter((mark) => typeof mark === "string");
    output.print(`${readable(occurredAt)}  ${who}${marks.length > 0 ? ` (${marks.join(", ")})` : ""}: ${text ?? ""}`);
  }
}

async function replay(range: { readonly from: Date; readonly to: Date }, command: Command): Promise<void> {
  const output = outputOf(command);
  const { ArchiveBucketName, IngestQueueUrl } = await targetOf(command);
  const archive = new ArchiveBucketListing(bucketClient(), ArchiveBucketName);
  const queue = new SqsIngestQueue(queueClient(), IngestQueueUrl);
  const names = networks.filter(({ webhook }) => webhook).map(({ name }) => name);
  const count = await replayDeliveries({ networks: names, ...range }, { archive, queue });
  if (output.isJson) output.json({ deliveries: count });
  else output.print(`${count} deliveries are on their way.`);
}

function lastDays(days: number): string[] {
  const today = Date.now();
  return Array.from({ length: days }, (_, back) => new Date(today - back * DAY_MS).toISOString().slice(0, 10));
}

async function open(command: Command) {
  const { ConversationsTableName, ChannelsTableName } = await targetOf(command);
  const client = documentClient();
  return {
    conversations: new StoredConversations(client, ConversationsTableName),
    channels: new ChannelsTable(client, ChannelsTableName, () => new Date()),
  };
}
