import { type DynamoDBDocumentClient, paginateQuery } from "@aws-sdk/lib-dynamodb";
import type { Outbox } from "#lib/app/engagement/ports.ts";
import { MESSAGE_SHARDS, REPLY_SHARD } from "./keys.ts";

/** The sparse index of what is stored and not yet dealt with. */
export class OutboxIndex implements Outbox {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async *messages(before: Date): AsyncIterable<string> {
    for (const shard of MESSAGE_SHARDS) yield* this.#ids(shard, before);
  }

  replies(before: Date): AsyncIterable<string> {
    return this.#ids(REPLY_SHARD, before);
  }

  async *#ids(shard: string, before: Date): AsyncIterable<string> {
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.#table,
        IndexName: "outbox",
        KeyConditionExpression: "outboxShard = :shard AND outboxSort < :before",
        ExpressionAttributeValues: { ":shard": shard, ":before": before.toISOString() },
      },
    );
    // The index has keys only; what follows the instant in its sort key is the id.
    for await (const { Items = [] } of pages) for (const { outboxSort } of Items) yield idOf(String(outboxSort));
  }
}

function idOf(outboxSort: string): string {
  return outboxSort.slice(outboxSort.indexOf("#") + 1);
}
