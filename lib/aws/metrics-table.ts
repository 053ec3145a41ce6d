import { type DynamoDBDocumentClient, GetCommand, PutCommand, paginateQuery } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { DayRange, PlanCursor, SnapshotReader, SnapshotStore } from "#lib/app/measurement/ports.ts";
import { METRIC_NAMES } from "#lib/domain/measurement/metrics.ts";
import { dayOf, type Snapshot } from "#lib/domain/measurement/snapshot.ts";
import { toItem } from "./conditional-update.ts";
import { inParallel } from "./in-parallel.ts";
import { writeIf } from "./write-if.ts";

const instant = z.string().transform((text) => new Date(text));

const measured = { subjectId: z.string(), channelId: z.string(), network: z.string(), remoteId: z.string() };

const SnapshotItem: z.ZodType<Snapshot> = z.object({
  subject: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("channel"), ...measured }),
    z.object({ kind: z.literal("post"), ...measured, dueAt: instant }),
  ]),
  values: z.partialRecord(z.enum(METRIC_NAMES), z.number()),
  at: instant,
});

const CURSOR_KEY = { pk: "PLAN", sk: "cursor" };

const PARALLEL_READS = 25;

/** Day items: `SUBJECT#<channel or publication id>`, `DAY#<yyyy-mm-dd>`. One write a snapshot, whatever it holds. */
export class MetricsTable implements SnapshotStore, SnapshotReader, PlanCursor {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** Cumulative numbers are replaced by newer ones, never added up: repeated or out of order, the item is the same. */
  async save(snapshot: Snapshot): Promise<void> {
    const { subject, at } = snapshot;
    const put = new PutCommand({
      TableName: this.#table,
      Item: { pk: partitionOf(subject.subjectId), sk: sortOf(dayOf(at)), ...toItem(snapshot) },
      ConditionExpression: "attribute_not_exists(#at) OR #at < :at",
      ExpressionAttributeNames: { "#at": "at" },
      ExpressionAttributeValues: { ":at": at.toISOString() },
    });
    await writeIf(this.#client.send(put));
  }

  async days(subjectIds: readonly string[], range: DayRange): Promise<readonly Snapshot[]> {
    const found = await inParallel(subjectIds, PARALLEL_READS, (subjectId) => this.#daysOf(subjectId, range));
    return found.flat();
  }

  async #daysOf(subjectId: string, { from, to }: DayRange): Promise<Snapshot[]> {
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.#table,
        KeyConditionExpression: "pk = :subject AND sk BETWEEN :from AND :to",
        ExpressionAttributeValues: { ":subject": partitionOf(subjectId), ":from": sortOf(from), ":to": sortOf(to) },
      },
    );
    const snapshots: Snapshot[] = [];
    for await (const { Items = [] } of pages) snapshots.push(...Items.map((item) => SnapshotItem.parse(item)));
    return snapshots;
  }

  async lastPlannedAt(): Promise<Date | undefined> {
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key: CURSOR_KEY }));
    return typeof Item?.lastPlannedAt === "string" ? new Date(Item.lastPlannedAt) : undefined;
  }

  async setLastPlannedAt(instant: Date): Promise<void> {
    const Item = { ...CURSOR_KEY, lastPlannedAt: instant.toISOString() };
    await this.#client.send(new PutCommand({ TableName: this.#table, Item }));
  }
}

function partitionOf(subjectId: string): string {
  return `SUBJECT#${subjectId}`;
}

function sortOf(day: string): string {
  return `DAY#${day}`;
}
