import { type DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { ReplyStore } from "#lib/app/engagement/ports.ts";
import type { Reply } from "#lib/domain/engagement/reply.ts";
import { type ReplyTransition, replyAfter } from "#lib/domain/engagement/reply-transitions.ts";
import { conditionalUpdate, toItem } from "../conditional-update.ts";
import { writeIf } from "../write-if.ts";
import { replyKey, replyOutboxKey } from "./keys.ts";
import { ReplyItem } from "./reply-item.ts";

/** Replies in the conversations table. Every write is conditional; nothing is ever overwritten blindly. */
export class StoredReplies implements ReplyStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async open(reply: Reply): Promise<Reply> {
    const { replyId, nextStepAt } = reply;
    const put = new PutCommand({
      TableName: this.#table,
      Item: toItem({ ...replyKey(replyId), ...reply, ...replyOutboxKey(replyId, nextStepAt) }),
      ConditionExpression: "attribute_not_exists(pk)",
    });
    if (await writeIf(this.#client.send(put))) return reply;
    return (await this.load(replyId)) ?? reply;
  }

  async load(replyId: string): Promise<Reply | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: replyKey(replyId), ConsistentRead: true }),
    );
    return Item && ReplyItem.parse(Item);
  }

  async apply(reply: Reply, transition: ReplyTransition): Promise<{ applied: boolean; reply: Reply }> {
    const next = replyAfter(reply, transition);
    const { applied, ...result } = await conditionalUpdate(this.#client, this.#table, {
      key: replyKey(reply.replyId),
      transition,
      extra: { ...replyOutboxKey(reply.replyId, next.nextStepAt) },
    });
    const current = "current" in result && result.current ? ReplyItem.parse(result.current) : reply;
    return applied ? { applied, reply: next } : { applied, reply: current };
  }
}
