import { type DynamoDBDocumentClient, GetCommand, UpdateCommand, type UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import type { ChannelStates, LockResult, TokenLock } from "#lib/app/accounts/ports.ts";
import type { Parking } from "#lib/domain/accounts/channel-condition.ts";
import { readState, type StateItem, stateKey } from "./channel-state-item.ts";
import { toItem } from "./conditional-update.ts";
import { writeIf } from "./write-if.ts";

type Update = Pick<UpdateCommandInput, "UpdateExpression" | "ConditionExpression" | "ExpressionAttributeValues">;

/** The states of channels, beside their configuration in the channels table. */
export class StoredChannelStates implements ChannelStates {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, channelsTable: string) {
    this.#client = client;
    this.#table = channelsTable;
  }

  async parking(channelId: string): Promise<Parking | undefined> {
    return (await this.#read(channelId)).parking;
  }

  async park(channelId: string, parking: Parking): Promise<boolean> {
    return await this.#update(channelId, {
      UpdateExpression: "SET parking = :parking",
      ConditionExpression:
        "attribute_not_exists(parking) AND (attribute_not_exists(tokenVersion) OR tokenVersion <= :refused)",
      ExpressionAttributeValues: { ":parking": toItem(parking), ":refused": parking.tokenVersion },
    });
  }

  async unpark(channelId: string): Promise<boolean> {
    return await this.#update(channelId, {
      UpdateExpression: "REMOVE parking",
      ConditionExpression: "attribute_exists(parking)",
    });
  }

  async markTold(channelId: string, at: Date): Promise<void> {
    await this.#update(channelId, {
      UpdateExpression: "SET parking.toldAt = :at",
      ConditionExpression: "attribute_exists(parking)",
      ExpressionAttributeValues: { ":at": at.toISOString() },
    });
  }

  async lock(channelId: string, { lockId, now, until }: TokenLock): Promise<LockResult> {
    // Ours already: the SDK repeats a write whose answer was lost.
    const isOurs = await this.#update(channelId, {
      UpdateExpression: "SET lockId = :lock, lockedUntil = :until",
      ConditionExpression: "attribute_not_exists(lockedUntil) OR lockedUntil < :now OR lockId = :lock",
      ExpressionAttributeValues: { ":lock": lockId, ":until": until.toISOString(), ":now": now.toISOString() },
    });
    return isOurs ? { isOurs, knownVersion: (await this.#read(channelId)).tokenVersion ?? 0 } : { isOurs };
  }

  async unlock(channelId: string, lockId: string, stored?: number): Promise<void> {
    const values = { ":lock": lockId };
    await this.#update(channelId, {
      UpdateExpression: `${stored === undefined ? "" : "SET tokenVersion = :stored "}REMOVE lockId, lockedUntil`,
      ConditionExpression: "lockId = :lock",
      ExpressionAttributeValues: stored === undefined ? values : { ...values, ":stored": stored },
    });
  }

  async #read(channelId: string): Promise<StateItem> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: stateKey(channelId), ConsistentRead: true }),
    );
    return readState(Item ?? {});
  }

  async #update(channelId: string, update: Update): Promise<boolean> {
    return await writeIf(
      this.#client.send(new UpdateCommand({ TableName: this.#table, Key: stateKey(channelId), ...update })),
    );
  }
}
