import type { DueEntry, OverEntry } from "#lib/app/publishing/ports.ts";

/**
 * Keys of the due index. `dueBucket` is a minute (UTC) and a shard of it; `dueSort` orders the minute by instant and
 * carries what a tick needs to know without reading the publication.
 */
export interface DueKey {
  readonly dueBucket: string;
  readonly dueSort: string;
}

/**
 * One index partition takes 1,000 writes a second, and what was planned together may become due, and leave its shard, in
 * the same second: so many are put into one before there are more.
 */
export const PUBLICATIONS_PER_SHARD = 1_000;

/** Enough for a million in a minute, even when all are planned in the order of their seconds. */
export const MAX_SHARDS = 64;

const SEPARATOR = "#";

export function dueKey(entry: DueEntry, shard: number): DueKey {
  const { nextStepAt, wantsStaging, channelId, publicationId, revision } = entry;
  return {
    dueBucket: dueBucket(nextStepAt, shard),
    dueSort: [sortableInstant(nextStepAt), wantsStaging ? "s" : "c", channelId, publicationId, revision].join(
      SEPARATOR,
    ),
  };
}

export function dueBucket(instant: Date, shard: number): string {
  return `${minuteOf(instant)}${SEPARATOR}${shard}`;
}

/** @throws RangeError for a key that this code did not write. */
export function readDueSort(dueSort: string): DueEntry {
  const [instant, lane, channelId, publicationId, revision] = dueSort.split(SEPARATOR);
  if (!instant || !channelId || !publicationId || !revision)
    throw new RangeError(`not a key of the due index: ${dueSort}`);
  return {
    nextStepAt: new Date(Number(instant)),
    wantsStaging: lane === "s",
    channelId,
    publicationId,
    revision: Number(revision),
  };
}

/**
 * A publication that is over leaves its minute and is listed under the day of its due instant: what measurement and
 * `antenne publications list` read.
 */
export function overKey({ publicationId, channelId, dueAt, state, remoteId = "" }: OverEntry, shard: number): DueKey {
  return {
    dueBucket: overBucket(dueAt, shard),
    dueSort: [sortableInstant(dueAt), state, channelId, publicationId, remoteId].join(SEPARATOR),
  };
}

export function overBucket(day: Date, shard: number): string {
  return `over-${dayOf(day)}${SEPARATOR}${shard}`;
}

/** @throws RangeError for a key that this code did not write. */
export function readOverSort(dueSort: string): OverEntry {
  const [instant, state, channelId, publicationId, ...remoteId] = dueSort.split(SEPARATOR);
  if (!instant || !isOverState(state) || !channelId || !publicationId)
    throw new RangeError(`not a key of ours: ${dueSort}`);
  const id = remoteId.join(SEPARATOR);
  return { dueAt: new Date(Number(instant)), state, channelId, publicationId, remoteId: id === "" ? undefined : id };
}

const OVER_STATES = ["published", "failed", "cancelled", "missed", "review"] as const;

function isOverState(state: string | undefined): state is (typeof OVER_STATES)[number] {
  return OVER_STATES.some((each) => each === state);
}

/** Epoch milliseconds of fixed length, so that strings sort as instants do. */
export function sortableInstant(instant: Date): string {
  return String(instant.getTime()).padStart(13, "0");
}

/** `yyyyMMddHHmm`, UTC. */
export function minuteOf(instant: Date): string {
  return instant.toISOString().slice(0, 16).replace(/[-T:]/g, "");
}

/** `yyyyMMdd`, UTC. */
export function dayOf(instant: Date): string {
  return minuteOf(instant).slice(0, 8);
}

/** `yyyyMMddHH`, UTC. */
export function hourOf(instant: Date): string {
  return minuteOf(instant).slice(0, 10);
}

/** The attribute of the hour directory that counts the minute. */
export function minuteAttribute(instant: Date): string {
  return `m${minuteOf(instant).slice(10)}`;
}

/** Over how many shards a minute of so many publications is spread, at most. */
export function shardCount(publications: number): number {
  let shards = 1;
  while (shards * PUBLICATIONS_PER_SHARD < publications && shards < MAX_SHARDS) shards *= 2;
  return shards;
}

/**
 * The shard of the `number`th publication of a minute, counted from 1. When all shards are full their number doubles, and
 * newcomers go to the new half alone, so that in the end all hold the same, although nobody knew how many would come.
 */
export function shardOf(number: number): number {
  const shards = shardCount(number);
  const isOpenToAll = shards === 1 || number > MAX_SHARDS * PUBLICATIONS_PER_SHARD;
  const firstOpen = isOpenToAll ? 0 : shards / 2;
  return firstOpen + (number % (shards - firstOpen));
}

/** Spreads publications evenly over shards; the same publication always gets the same one. */
export function shardById(publicationId: string, shards: number): number {
  let hash = 0;
  for (const character of publicationId) hash = (hash * 31 + character.charCodeAt(0)) % 2_147_483_647;
  return hash % shards;
}
