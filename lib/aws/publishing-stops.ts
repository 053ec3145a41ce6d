import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { StopStore } from "#lib/app/publishing/stop-publishing.ts";
import type { PublishingStop } from "#lib/domain/publishing/stop.ts";
import { toItem } from "./conditional-update.ts";
import { writeIf } from "./write-if.ts";

const StopItem = z.object({
  channelId: z.string().optional(),
  by: z.string(),
  why: z.string(),
  since: z.iso.datetime().transform((text) => new Date(text)),
});

/** A partition of its own in the channels table: no function may write it, only people. */
const PARTITION = "STOPS";

/** The stop of everything. */
const ALL = "*";

export function stopKey(channelId = ALL): { readonly pk: string; readonly sk: string } {
  return { pk: PARTITION, sk: channelId };
}

export function readStop(item: unknown): PublishingStop {
  return StopItem.parse(item);
}

export class PublishingStops implements StopStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, channelsTable: string) {
    this.#client = client;
    this.#table = channelsTable;
  }

  async list(): Promise<readonly PublishingStop[]> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: "pk = :partition",
        ExpressionAttributeValues: { ":partition": PARTITION },
        ConsistentRead: true,
      }),
    );
    return Items.map(readStop);
  }

  async add(stop: PublishingStop): Promise<boolean> {
    const Item = { ...stopKey(stop.channelId), ...toItem(stop) };
    const ConditionExpression = "attribute_not_exists(pk)";
    return await writeIf(this.#client.send(new PutCommand({ TableName: this.#table, Item, ConditionExpression })));
  }

  async remove(channelId?: string): Promise<boolean> {
    const Key = stopKey(channelId);
    const ConditionExpression = "attribute_exists(pk)";
    return await writeIf(this.#client.send(new DeleteCommand({ TableName: this.#table, Key, ConditionExpression })));
  }
}
