import { BatchGetCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { ConditionReader } from "#lib/app/publishing/gate.ts";
import type { ChannelCondition } from "#lib/domain/accounts/channel-condition.ts";
import { readState, stateKey } from "./channel-state-item.ts";
import { readStop, stopKey } from "./publishing-stops.ts";

/** How it stands with a channel, in one strongly consistent read of the channels table. */
export class ChannelConditions implements ConditionReader {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, channelsTable: string) {
    this.#client = client;
    this.#table = channelsTable;
  }

  async read(channelId: string): Promise<ChannelCondition> {
    const Keys = [stateKey(channelId), stopKey(channelId), stopKey()];
    const { Responses, UnprocessedKeys } = await this.#client.send(
      new BatchGetCommand({ RequestItems: { [this.#table]: { Keys, ConsistentRead: true } } }),
    );
    // A part of the answer could hide a stop: nothing is known then.
    if (UnprocessedKeys?.[this.#table]?.Keys?.length) throw new Error(`the condition of ${channelId} was not readable`);
    const items = Responses?.[this.#table] ?? [];
    const state = items.find(({ pk }) => pk === stateKey(channelId).pk);
    return {
      parking: state && readState(state).parking,
      stops: items.filter(({ pk }) => pk === stopKey().pk).map(readStop),
    };
  }
}
