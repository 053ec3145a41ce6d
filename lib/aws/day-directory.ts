import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { dayOf } from "./due-key.ts";
import { writeIf } from "./write-if.ts";

/** What every day has, and needs no item for. */
const LEAST_SHARDS = 4;

/** A process remembers a day's number this long. Too small a number only spreads what is over less evenly. */
const REMEMBERED_MS = 60_000;

/**
 * Over how many shards a day's list of what is over is spread: as many as the busiest of its minutes has, whose
 * publications will be over within about a minute. It grows while they are planned, before any of them is over, and never
 * shrinks: whoever reads as many shards as the item says misses none.
 */
export class DayDirectory {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #known = new Map<string, { readonly shards: Promise<number>; readonly until: number }>();
  readonly #grownTo = new Map<string, number>();

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** As many as there are now. */
  async shards(day: Date): Promise<number> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: keyOf(day), ConsistentRead: true }),
    );
    return typeof Item?.shards === "number" ? Item.shards : LEAST_SHARDS;
  }

  /** As many as there were within the last minute. */
  async recentShards(day: Date): Promise<number> {
    const known = this.#known.get(dayOf(day));
    if (known && known.until > Date.now()) return await known.shards;
    const shards = this.shards(day);
    this.#known.set(dayOf(day), { shards, until: Date.now() + REMEMBERED_MS });
    shards.catch(() => this.#known.delete(dayOf(day)));
    return await shards;
  }

  /** Makes them as many as `shards`, if they are fewer. Costs nothing for most days. */
  async grow(day: Date, shards: number): Promise<void> {
    if (shards <= (this.#grownTo.get(dayOf(day)) ?? LEAST_SHARDS)) return;
    await writeIf(
      this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: keyOf(day),
          UpdateExpression: "SET #shards = :shards",
          ConditionExpression: "attribute_not_exists(#shards) OR #shards < :shards",
          ExpressionAttributeNames: { "#shards": "shards" },
          ExpressionAttributeValues: { ":shards": shards },
        }),
      ),
    );
    this.#grownTo.set(dayOf(day), shards);
  }
}

function keyOf(day: Date) {
  return { pk: `DAY#${dayOf(day)}`, sk: "directory" };
}
