import { type DynamoDBDocumentClient, GetCommand, PutCommand, paginateQuery } from "@aws-sdk/lib-dynamodb";
import type { DueEntry, DueIndex, OverEntry, PublicationArchive } from "#lib/app/publishing/ports.ts";
import { DayDirectory } from "./day-directory.ts";
import { dueBucket, overBucket, readDueSort, readOverSort, sortableInstant } from "./due-key.ts";
import type { HourDirectory } from "./hour-directory.ts";

const CURSOR_KEY = { pk: "TICK", sk: "cursor" };

/** The sparse, sharded index by minute: who has a next step, and when; and, by day, what is over. */
export class DueIndexTable implements DueIndex, PublicationArchive {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #hours: HourDirectory;
  readonly #days: DayDirectory;

  constructor(client: DynamoDBDocumentClient, table: string, hours: HourDirectory) {
    this.#client = client;
    this.#table = table;
    this.#hours = hours;
    this.#days = new DayDirectory(client, table);
  }

  async *due(from: Date, to: Date): AsyncIterable<readonly DueEntry[]> {
    for await (const { startsAt, shards } of this.#hours.busyMinutes(from, to)) {
      for (let shard = 0; shard < shards; shard++) {
        for await (const page of this.#query(dueBucket(startsAt, shard), { from, to })) yield page.map(readDueSort);
      }
    }
  }

  async *over(day: Date): AsyncIterable<readonly OverEntry[]> {
    const shards = await this.#days.shards(day);
    for (let shard = 0; shard < shards; shard++) {
      for await (const page of this.#query(overBucket(day, shard))) yield page.map(readOverSort);
    }
  }

  async *#query(bucket: string, range?: { from: Date; to: Date }): AsyncIterable<string[]> {
    const between = range && { ":from": sortableInstant(range.from), ":to": sortableInstant(range.to) };
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.#table,
        IndexName: "due",
        KeyConditionExpression: between
          ? "dueBucket = :bucket AND dueSort BETWEEN :from AND :to"
          : "dueBucket = :bucket",
        ExpressionAttributeValues: { ":bucket": bucket, ...between },
        ProjectionExpression: "dueSort",
      },
    );
    for await (const { Items = [] } of pages) yield Items.map((item) => String(item.dueSort));
  }

  async lookedUntil(): Promise<Date | undefined> {
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key: CURSOR_KEY }));
    return typeof Item?.lookedUntil === "string" ? new Date(Item.lookedUntil) : undefined;
  }

  async setLookedUntil(instant: Date): Promise<void> {
    const Item = { ...CURSOR_KEY, lookedUntil: instant.toISOString() };
    await this.#client.send(new PutCommand({ TableName: this.#table, Item }));
  }
}
