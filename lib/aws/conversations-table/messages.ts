import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { MessageStore } from "#lib/app/engagement/ports.ts";
import type { DeliveryStatus } from "#lib/domain/engagement/delivery-status.ts";
import type { Message, MessageContent } from "#lib/domain/engagement/message.ts";
import { writeIf } from "../write-if.ts";
import { conversationPartition, entrySort, inboxPartition, messageKey, receiptsKey } from "./keys.ts";
import { messageItem, toMessage } from "./message-item.ts";

/** Messages in the conversations table, by conditional writes alone. */
export class StoredMessages implements MessageStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #now: () => Date;

  constructor(client: DynamoDBDocumentClient, table: string, now: () => Date) {
    this.#client = client;
    this.#table = table;
    this.#now = now;
  }

  async load(messageId: string): Promise<Message | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: messageKey(messageId), ConsistentRead: true }),
    );
    return Item && toMessage(Item);
  }

  /**
   * Whoever is told that somebody was faster reads again and merges again: if that somebody was the SDK, repeating our
   * own write, there is then nothing left to change.
   */
  async save(message: Message): Promise<Message | undefined> {
    const saved = { ...message, revision: message.revision + 1 };
    const isNew = message.revision === 0;
    const put = new PutCommand({
      TableName: this.#table,
      Item: messageItem(saved, this.#now()),
      ConditionExpression: isNew ? "attribute_not_exists(pk)" : "revision = :expected",
      ExpressionAttributeValues: isNew ? undefined : { ":expected": message.revision },
    });
    return (await writeIf(this.#client.send(put))) ? saved : undefined;
  }

  async file({ messageId, content }: Message): Promise<void> {
    if (!content) return;
    const { conversationId, direction, occurredAt } = content;
    const Item = {
      pk: conversationPartition(conversationId),
      sk: entrySort(direction, occurredAt, messageId),
      messageId,
    };
    const filed = this.#client.send(new PutCommand({ TableName: this.#table, Item }));
    await Promise.all([filed, direction === "inbound" && this.#toInbox(content)]);
  }

  async #toInbox({ channelId, conversationId, occurredAt }: MessageContent): Promise<void> {
    const lastInboundAt = occurredAt.toISOString();
    const put = new PutCommand({
      TableName: this.#table,
      Item: { pk: inboxPartition(channelId, lastInboundAt.slice(0, 10)), sk: conversationId, lastInboundAt },
      ConditionExpression: "attribute_not_exists(pk) OR lastInboundAt < :at",
      ExpressionAttributeValues: { ":at": lastInboundAt },
    });
    await writeIf(this.#client.send(put));
  }

  /** The next revision, so that a change decided before this cannot put the message back into the outbox. */
  async settle({ messageId, revision }: Message): Promise<void> {
    const update = new UpdateCommand({
      TableName: this.#table,
      Key: messageKey(messageId),
      UpdateExpression: "SET routedRevision = :revision, revision = :next REMOVE outboxShard, outboxSort",
      ConditionExpression: "revision = :revision",
      ExpressionAttributeValues: { ":revision": revision, ":next": revision + 1 },
    });
    await writeIf(this.#client.send(update));
  }

  async receipt(conversationId: string, status: DeliveryStatus, until: Date): Promise<void> {
    if (status === "sent") return;
    const update = new UpdateCommand({
      TableName: this.#table,
      Key: receiptsKey(conversationId),
      UpdateExpression: "SET #until = :until",
      ConditionExpression: "attribute_not_exists(#until) OR #until < :until",
      ExpressionAttributeNames: { "#until": status === "read" ? "readUntil" : "deliveredUntil" },
      ExpressionAttributeValues: { ":until": until.toISOString() },
    });
    await writeIf(this.#client.send(update));
  }
}
