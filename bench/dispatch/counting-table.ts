import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { numberOf } from "./crowd.ts";
import { PartitionLedger } from "./partition-ledger.ts";

/** DynamoDB ends a page after a megabyte. */
const PAGE_BYTES = 1_000_000;

/** Of an entry of the index: its two keys, the item's two keys, and all their names. */
const ENTRY_BYTES = 190;
const ENTRIES_PER_PAGE = Math.floor(PAGE_BYTES / ENTRY_BYTES);
const READ_UNIT_BYTES = 4_096;

type Item = Record<string, unknown>;

/**
 * The publications table for a crowd. Keeps of each member only the bucket of the index that it is in, so that what is
 * measured is our own memory; and counts what every request costs.
 */
export class CountingTable {
  readonly writes = new PartitionLedger();
  readonly indexWrites = new PartitionLedger();
  readonly reads = new PartitionLedger();
  /** Virtual time. */
  second = 0;
  readonly #directories = new Map<string, Item>();
  readonly #bucketNames = [""];
  readonly #bucketOf: Uint16Array;
  readonly #sortKeyOf: (number: number) => string;

  /** @param sortKeyOf what the index says of a member that is due. */
  constructor(size: number, sortKeyOf: (number: number) => string) {
    this.#bucketOf = new Uint16Array(size);
    this.#sortKeyOf = sortKeyOf;
  }

  /** A client of which our own code cannot tell that there is no AWS behind it. */
  client(): DynamoDBDocumentClient {
    const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: "eu-west-3" }));
    return Object.assign(client, { send: async (command: unknown) => this.#answer(command) });
  }

  #answer(command: unknown): object {
    if (command instanceof PutCommand) return this.#put(command.input.Item ?? {});
    if (command instanceof UpdateCommand) return this.#update(command.input);
    if (command instanceof GetCommand) return this.#get(String(command.input.Key?.pk));
    if (command instanceof BatchGetCommand) return this.#batchGet(command.input.RequestItems ?? {});
    if (command instanceof QueryCommand) return this.#query(command.input);
    throw new Error("this table knows no such request");
  }

  #put({ pk, sk: _sk, dueBucket, ...others }: Item): object {
    const key = String(pk);
    this.writes.count(key, 1, this.second);
    if (typeof dueBucket === "string") this.#move(key, dueBucket);
    else this.#directories.set(key, others);
    return {};
  }

  #update({ Key, UpdateExpression = "", ExpressionAttributeValues: values = {}, ...input }: UpdateCommand["input"]) {
    const key = String(Key?.pk);
    this.writes.count(key, 1, this.second);
    if (UpdateExpression.startsWith("ADD"))
      return this.#add(key, Object.values(input.ExpressionAttributeNames ?? {}), values);
    if (":shards" in values) this.#directories.set(key, { shards: values[":shards"] });
    const bucket = /#dueBucket = (:\w+)/.exec(UpdateExpression)?.[1];
    if (bucket) this.#move(key, String(values[bucket]));
    return {};
  }

  /** The hour directory: each attribute is added to by the value of its name. */
  #add(key: string, attributes: readonly string[], values: Item): object {
    const item = this.#directories.get(key) ?? {};
    const sum = (attribute: string) => Number(item[attribute] ?? 0) + Number(values[`:${attribute}`]);
    const Attributes = Object.fromEntries(attributes.map((attribute) => [attribute, sum(attribute)]));
    this.#directories.set(key, { ...item, ...Attributes });
    return { Attributes };
  }

  /** An entry of the index costs a unit where it is removed and a unit where it is put; one whose keys stay costs nothing. */
  #move(key: string, to: string): void {
    const number = numberOf(key);
    const from = this.#bucketNames[this.#bucketOf[number] ?? 0];
    if (from) this.indexWrites.count(from, 1, this.second);
    this.indexWrites.count(to, 1, this.second);
    const known = this.#bucketNames.indexOf(to);
    this.#bucketOf[number] = known > 0 ? known : this.#bucketNames.push(to) - 1;
  }

  #get(key: string): object {
    this.reads.count(key, 1, this.second);
    return { Item: this.#directories.get(key) };
  }

  #batchGet(tables: NonNullable<BatchGetCommand["input"]["RequestItems"]>): object {
    const answers = Object.entries(tables).map(([table, { Keys = [] }]) => {
      const found = Keys.flatMap(({ pk, sk }) => {
        this.reads.count(String(pk), 0.5, this.second);
        const item = this.#directories.get(String(pk));
        return item ? [{ pk, sk, ...item }] : [];
      });
      return [table, found];
    });
    return { Responses: Object.fromEntries(answers) };
  }

  /** Pages like DynamoDB's: as many entries as fill one, the key of the last to go on from. */
  #query({ ExpressionAttributeValues: values = {}, ExclusiveStartKey }: QueryCommand["input"]): object {
    const name = String(values[":bucket"]);
    const entries = this.#entries(name, values);
    const start = Number(ExclusiveStartKey?.next ?? 0);
    const page = entries.slice(start, start + ENTRIES_PER_PAGE);
    const next = start + page.length;
    const units = Math.max(1, Math.ceil((page.length * ENTRY_BYTES) / READ_UNIT_BYTES)) / 2;
    this.reads.count(name, units, this.second);
    return {
      Items: page.map((dueSort) => ({ dueSort })),
      LastEvaluatedKey: next < entries.length ? { next } : undefined,
    };
  }

  #asked: { readonly query: string; readonly entries: readonly string[] } = { query: "", entries: [] };

  /** The pages of one query follow each other: its entries are looked for once. */
  #entries(bucket: string, { ":from": from = "", ":to": to = "~" }: Item): readonly string[] {
    const query = [bucket, from, to].join(" ");
    if (this.#asked.query === query) return this.#asked.entries;
    const place = this.#bucketNames.indexOf(bucket);
    const entries: string[] = [];
    for (let number = 0; place > 0 && number < this.#bucketOf.length; number++) {
      if (this.#bucketOf[number] !== place) continue;
      const sortKey = this.#sortKeyOf(number);
      if (sortKey >= String(from) && sortKey <= String(to)) entries.push(sortKey);
    }
    this.#asked = { query, entries: entries.sort() };
    return entries;
  }
}
