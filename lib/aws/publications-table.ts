import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Applied, PublicationStore } from "#lib/app/publishing/ports.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { applied, type PublicationTransition } from "#lib/domain/publishing/transitions/transition.ts";
import { batchGet } from "./batch-get.ts";
import { conditionalUpdate } from "./conditional-update.ts";
import { DayDirectory } from "./day-directory.ts";
import { type DueKey, dueKey, overKey, shardById, shardCount, shardOf } from "./due-key.ts";
import type { HourDirectory } from "./hour-directory.ts";
import { inParallel } from "./in-parallel.ts";
import { KEY_PREFIX, PublicationItem } from "./publication-item.ts";
import { representation, toPublicationItem } from "./publication-representation.ts";

/** Writes under way at once: enough to keep the table busy, few enough for a small function. */
const PARALLEL_WRITES = 25;

/** Publications in DynamoDB. Every write is conditional; nothing is ever overwritten blindly. */
export class PublicationsTable implements PublicationStore {
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

  async getMany(publicationIds: readonly string[], { mayLag = false } = {}): Promise<readonly Publication[]> {
    const keys = [...new Set(publicationIds)].map(keyOf);
    const items = await batchGet(this.#client, { table: this.#table, keys, consistent: !mayLag });
    return items.map((item) => PublicationItem.parse(item));
  }

  async add(publications: readonly Publication[]): Promise<ReadonlySet<string>> {
    const minutes = Map.groupBy(publications, ({ nextStepAt, dueAt }) => minuteStart(nextStepAt ?? dueAt));
    const placed: [Publication, number][] = [];
    const counts = await this.#hours.countAll(new Map([...minutes].map(([minute, { length }]) => [minute, length])));
    for (const [minute, group] of minutes) {
      const count = counts.get(minute) ?? group.length;
      for (const [index, publication] of group.entries()) placed.push([publication, shardOf(count - index)]);
      await this.#days.grow(new Date(minute), shardCount(count));
    }
    const outcomes = await inParallel(placed, PARALLEL_WRITES, async ([publication, shard]) =>
      (await this.#put(publication, shard)) ? [publication.publicationId] : [],
    );
    return new Set(outcomes.flat());
  }

  async #put(publication: Publication, shard: number): Promise<boolean> {
    const entry = { ...publication, nextStepAt: publication.nextStepAt ?? publication.dueAt };
    const Item = { ...keyOf(publication.publicationId), ...toPublicationItem(publication), ...dueKey(entry, shard) };
    try {
      const ConditionExpression = "attribute_not_exists(pk)";
      await this.#client.send(new PutCommand({ TableName: this.#table, Item, ConditionExpression }));
      return true;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      const [current] = await this.getMany([publication.publicationId]);
      return current?.claimId === publication.claimId;
    }
  }

  async apply(publication: Publication, transition: PublicationTransition): Promise<Applied> {
    const next = applied(publication, transition);
    const result = await conditionalUpdate(this.#client, this.#table, {
      key: keyOf(publication.publicationId),
      transition,
      representation,
      extra: await this.#indexKeys(transition, next),
    });
    if (result.applied) return { applied: true, publication: next };
    return { applied: false, current: result.current && PublicationItem.parse(result.current) };
  }

  /** Where the transition moves the publication in the due index; empty when it stays where it is. */
  async #indexKeys(transition: PublicationTransition, next: Publication): Promise<Partial<DueKey>> {
    const { nextStepAt } = transition.set;
    if (nextStepAt) {
      const number = await this.#hours.countOne(nextStepAt);
      await this.#days.grow(next.dueAt, shardCount(number));
      return { ...dueKey({ ...next, nextStepAt }, shardOf(number)) };
    }
    if (transition.remove?.includes("nextStepAt")) {
      const shards = await this.#days.recentShards(next.dueAt);
      // Listed without an id at the network, so that only posts are measured.
      const listed = next.followUp ? { ...next, remoteId: undefined } : next;
      return { ...overKey(listed, shardById(next.publicationId, shards)) };
    }
    return {};
  }
}

function keyOf(publicationId: string) {
  return { pk: `${KEY_PREFIX}${publicationId}`, sk: "publication" };
}

function minuteStart(instant: Date): number {
  return Math.floor(instant.getTime() / 60_000) * 60_000;
}
