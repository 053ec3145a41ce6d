import { type DynamoDBDocumentClient, GetCommand, paginateQuery, QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { ConversationQuery, ConversationReader, InboxEntry } from "#lib/app/engagement/ports.ts";
import type { Receipts } from "#lib/domain/engagement/delivery-status.ts";
import type { Message } from "#lib/domain/engagement/message.ts";
import { batchGet } from "../batch-get.ts";
import { conversationPartition, ENTRY_PREFIX, inboxPartition, messageKey, receiptsKey } from "./keys.ts";
import { toMessage } from "./message-item.ts";

const instant = z.iso.datetime().transform((text) => new Date(text));
const Entry = z.object({ messageId: z.string() });
const InboxItem = z.object({ sk: z.string(), lastInboundAt: instant });
const ReceiptsItem = z.object({ deliveredUntil: instant.optional(), readUntil: instant.optional() });

/** Conversations, by the small items that list messages in them. */
export class StoredConversations implements ConversationReader {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async receipts(conversationId: string): Promise<Receipts> {
    const { Item = {} } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: receiptsKey(conversationId) }),
    );
    return ReceiptsItem.parse(Item);
  }

  async messages(conversationId: string, { limit, direction }: ConversationQuery): Promise<readonly Message[]> {
    const directions = direction ? [direction] : (["inbound", "outbound"] as const);
    const perDirection = await Promise.all(directions.map((each) => this.#latest(conversationId, each, limit)));
    const keys = [...new Set(perDirection.flat())].map(messageKey);
    const items = await batchGet(this.#client, { table: this.#table, keys, consistent: true });
    return items
      .map(toMessage)
      .filter(({ content }) => content !== undefined && directions.includes(content.direction))
      .sort((one, other) => writtenAt(other) - writtenAt(one))
      .slice(0, limit);
  }

  /** Ids of the latest messages; an id may come twice where a message's time became known only later. */
  async #latest(conversationId: string, direction: "inbound" | "outbound", limit: number): Promise<readonly string[]> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        ConsistentRead: true,
        KeyConditionExpression: "pk = :conversation AND begins_with(sk, :direction)",
        ExpressionAttributeValues: {
          ":conversation": conversationPartition(conversationId),
          ":direction": ENTRY_PREFIX[direction],
        },
        ScanIndexForward: false,
        Limit: limit,
      }),
    );
    return Items.map((item) => Entry.parse(item).messageId);
  }

  async inbox(channelId: string, day: string): Promise<readonly InboxEntry[]> {
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.#table,
        KeyConditionExpression: "pk = :inbox",
        ExpressionAttributeValues: { ":inbox": inboxPartition(channelId, day) },
      },
    );
    const entries: InboxEntry[] = [];
    for await (const { Items = [] } of pages) {
      const found = Items.map((item) => InboxItem.parse(item));
      entries.push(...found.map(({ sk, lastInboundAt }) => ({ conversationId: sk, lastInboundAt })));
    }
    return entries;
  }
}

function writtenAt({ content }: Message): number {
  return content?.occurredAt.getTime() ?? 0;
}
