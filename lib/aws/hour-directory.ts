import { type DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { batchGet } from "./batch-get.ts";
import { hourOf, minuteAttribute, minuteOf, shardCount } from "./due-key.ts";
import { inParallel } from "./in-parallel.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What a process counts at once for publications that are moved one by one. */
const BLOCK = 100;

/** Numbers of a minute that are counted and not given to any publication yet. */
interface Block {
  readonly next: number;
  readonly last: number;
}

const USED_UP: Block = { next: 1, last: 0 };

/** The beginning of a minute in milliseconds, and a number of publications. */
type MinuteCount = readonly [minute: number, count: number];

const PARALLEL_HOURS = 25;

/** More minutes than that are forgotten: what was counted for them is given to nobody, which harms nobody. */
const REMEMBERED_MINUTES = 1_000;

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
  readonly #blocks = new Map<string, Promise<Block>>();

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** Counts `publications` more in the minute of `instant`; resolves to how many it has with them. */
  async count(instant: Date, publications: number): Promise<number> {
    const minute = floorTo(instant, MINUTE_MS);
    const counts = await this.countAll(new Map([[minute, publications]]));
    return counts.get(minute) ?? publications;
  }

  /**
   * Counts more publications in many minutes, with one write for each hour: an import of a thousand rows has about as many
   * minutes.
   *
   * @param added how many, by the minutes' beginnings in milliseconds; resolves to how many each has with them.
   */
  async countAll(added: ReadonlyMap<number, number>): Promise<ReadonlyMap<number, number>> {
    const hours = Map.groupBy(added, ([minute]) => floorTo(new Date(minute), HOUR_MS));
    const counted = await inParallel([...hours], PARALLEL_HOURS, ([hour, minutes]) =>
      this.#countInHour(new Date(hour), minutes),
    );
    return new Map(counted.flat());
  }

  async #countInHour(hour: Date, minutes: readonly MinuteCount[]): Promise<MinuteCount[]> {
    const attributes = minutes.map(([minute]) => minuteAttribute(new Date(minute)));
    const { Attributes } = await this.#client.send(
      new UpdateCommand({
        TableName: this.#table,
        Key: keyOf(hour),
        UpdateExpression: `ADD ${attributes.map((attribute) => `#${attribute} :${attribute}`).join(", ")}`,
        ExpressionAttributeNames: Object.fromEntries(attributes.map((attribute) => [`#${attribute}`, attribute])),
        ExpressionAttributeValues: Object.fromEntries(
          minutes.map(([, count], index) => [`:${attributes[index]}`, count]),
        ),
        ReturnValues: "UPDATED_NEW",
      }),
    );
    return minutes.map(([minute, count], index) => [minute, Number(Attributes?.[attributes[index] ?? ""] ?? count)]);
  }

  /**
   * Counts one more in the minute of `instant`; resolves to its number. Counts a block at once and gives out the rest of
   * it later: a crowd that a network makes wait for the same minute would write one item thousands of times a second.
   */
  async countOne(instant: Date): Promise<number> {
    const minute = minuteOf(instant);
    const before = this.#blocks.get(minute) ?? Promise.resolve(USED_UP);
    const block = before.then((open) => (open.next <= open.last ? open : this.#countBlock(instant)));
    if (this.#blocks.size > REMEMBERED_MINUTES) this.#blocks.clear();
    this.#blocks.set(
      minute,
      block.then(
        ({ next, last }) => ({ next: next + 1, last }),
        () => USED_UP,
      ),
    );
    return (await block).next;
  }

  async #countBlock(instant: Date): Promise<Block> {
    const last = await this.count(instant, BLOCK);
    return { next: last - BLOCK + 1, last };
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
