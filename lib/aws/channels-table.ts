import { type DynamoDBDocumentClient, PutCommand, paginateQuery } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { ChannelDirectory } from "#lib/app/accounts/ports.ts";
import type { Channel } from "#lib/domain/accounts/channel.ts";

/** A channel as it is stored, and as `events/channels.json` lists those of the laptop. */
export const ChannelItem = z.object({
  channelId: z.string(),
  network: z.string(),
  name: z.string(),
  remoteId: z.string(),
  handle: z.string().optional(),
  timeZone: z.string().optional(),
});

/** All channels lie in one partition: there are tens of them, and they are always read together. */
const PARTITION = "CHANNELS";

/** A warm function remembers the channels this long. */
const REMEMBERED_MS = 60_000;

export class ChannelsTable implements ChannelDirectory {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #now: () => Date;
  #remembered: { readonly channels: readonly Channel[]; readonly until: number } | undefined;

  constructor(client: DynamoDBDocumentClient, table: string, now: () => Date) {
    this.#client = client;
    this.#table = table;
    this.#now = now;
  }

  async list(): Promise<readonly Channel[]> {
    const now = this.#now().getTime();
    if (this.#remembered && this.#remembered.until > now) return this.#remembered.channels;
    const channels = await this.#read();
    this.#remembered = { channels, until: now + REMEMBERED_MS };
    return channels;
  }

  async #read(): Promise<readonly Channel[]> {
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.#table,
        KeyConditionExpression: "pk = :partition",
        ExpressionAttributeValues: { ":partition": PARTITION },
      },
    );
    const channels: Channel[] = [];
    for await (const { Items = [] } of pages) channels.push(...Items.map((item) => ChannelItem.parse(item)));
    return channels;
  }

  /** Adds a channel, or replaces what is known of it. */
  async put(channel: Channel): Promise<void> {
    const Item = { pk: PARTITION, sk: channel.channelId, ...channel };
    await this.#client.send(new PutCommand({ TableName: this.#table, Item }));
    this.#remembered = undefined;
  }
}
