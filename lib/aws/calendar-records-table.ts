import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { CalendarRecords, StoredRecord } from "#lib/app/publishing/calendar/ledger/ports.ts";
import { type CalendarRecord, NEW_CALENDAR } from "#lib/domain/publishing/calendar/turns.ts";
import { toItem } from "./conditional-update.ts";

const instant = z.string().transform((text) => new Date(text));

const RecordItem = z.object({
  revision: z.number(),
  writeId: z.string(),
  record: z.object({
    finished: z.string().optional(),
    finishedUploadAt: instant.optional(),
    turn: z
      .object({ runId: z.string(), leaseUntil: instant, version: z.string().optional(), isWanted: z.boolean() })
      .optional(),
    runs: z.array(z.object({ runId: z.string(), parts: z.number(), isFinished: z.boolean(), lastSeenAt: instant })),
  }),
});

/** What is kept of each calendar, one item in the table of the publications. */
export class CalendarRecordsTable implements CalendarRecords {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #newId: () => string;

  constructor(client: DynamoDBDocumentClient, table: string, newId: () => string) {
    this.#client = client;
    this.#table = table;
    this.#newId = newId;
  }

  async read(calendar: string): Promise<StoredRecord> {
    const { record = NEW_CALENDAR, revision = 0 } = (await this.#item(calendar)) ?? {};
    return { record, revision };
  }

  async write(calendar: string, record: CalendarRecord, { revision }: StoredRecord): Promise<boolean> {
    const writeId = this.#newId();
    const Item = { ...keyOf(calendar), revision: revision + 1, writeId, record: toItem(record) };
    const isFirst = revision === 0;
    try {
      await this.#client.send(
        new PutCommand({
          TableName: this.#table,
          Item,
          ConditionExpression: isFirst ? "attribute_not_exists(pk)" : "revision = :read",
          ExpressionAttributeValues: isFirst ? undefined : { ":read": revision },
        }),
      );
      return true;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      // A write that the SDK repeats, because its answer was lost, fails on our own success.
      return (await this.#item(calendar))?.writeId === writeId;
    }
  }

  async #item(calendar: string): Promise<z.output<typeof RecordItem> | undefined> {
    const Key = keyOf(calendar);
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key, ConsistentRead: true }));
    return Item && RecordItem.parse(Item);
  }
}

function keyOf(calendar: string) {
  return { pk: `CALENDAR#${calendar}`, sk: "record" };
}
