import { type DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { batchGet } from "./batch-get.ts";
import { hourOf, minuteAttribute, shardCount } from "./due-key.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A minute of the due index that holds something, and over how many shards it is spread. */
export interface BusyMinute {
  readonly startsAt: Date;
  readonly shards: number;
}

/**
 * One item per hour counts the publications of each of its minutes (`m00`…`m59`), so that a tick reads only minutes
 * that hold something. Counts only grow: too many cost an empty read, too few would lose a post. So a minute is
 * counted *before* a publication is put into it.
 */
export class HourDirectory {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** Counts `publications` more in the minute of `instant`; resolves to its number of shards. */
  async count(instant: Date, publications: number): Promise<number> {
    const attribute = minuteAttribute(instant);
    const { Attributes } = await this.#client.send(
      new UpdateCommand({
        TableName: this.#table,
        Key: keyOf(instant),
        UpdateExpression: "ADD #minute :count",
        ExpressionAttributeNames: { "#minute": attribute },
        ExpressionAttributeValues: { ":count": publications },
        ReturnValues: "UPDATED_NEW",
      }),
    );
    return shardCount(Number(Attributes?.[attribute] ?? publications));
  }

  /** The minutes that hold something and overlap `from` ≤ instant < `to`, in order. */
  async *busyMinutes(from: Date, to: Date): AsyncIterable<BusyMinute> {
    const hours: Date[] = [];
    for (let hour = floorTo(from, HOUR_MS); hour < to.getTime(); hour += HOUR_MS) hours.push(new Date(hour));
    const items = await batchGet(this.#client, { table: this.#table, keys: hours.map(keyOf) });
    const counts = new Map(items.map((item) => [item.pk, item]));
    for (const hour of hours) yield* minutesOf(hour, counts.get(keyOf(hour).pk) ?? {}, { from, to });
  }
}

function keyOf(instant: Date) {
  return { pk: `HOUR#${hourOf(instant)}`, sk: "directory" };
}

function floorTo(instant: Date, unitMs: number): number {
  return Math.floor(instant.getTime() / unitMs) * unitMs;
}

function minutesOf(hour: Date, counts: Record<string, unknown>, { from, to }: { from: Date; to: Date }): BusyMinute[] {
  const minutes: BusyMinute[] = [];
  for (let minute = 0; minute < 60; minute++) {
    const startsAt = new Date(hour.getTime() + minute * MINUTE_MS);
    const count = counts[minuteAttribute(startsAt)];
    const overlaps = startsAt.getTime() + MINUTE_MS > from.getTime() && startsAt.getTime() < to.getTime();
    if (typeof count === "number" && overlaps) minutes.push({ startsAt, shards: shardCount(count) });
  }
  return minutes;
}
