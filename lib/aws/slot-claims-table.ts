import { type DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { ChannelSlot, SlotClaims } from "#lib/app/publishing/calendar/slots/ports.ts";
import { writeIf } from "./write-if.ts";

/** By then the post is planned, and the due index shows it; or its import is dead. */
const CLAIMED_FOR_MS = 15 * 60_000;

/** Claims of posting slots, in the table of the publications. Each is one conditional write, and expires by itself. */
export class SlotClaimsTable implements SlotClaims {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #now: () => Date;

  constructor(client: DynamoDBDocumentClient, table: string, now: () => Date) {
    this.#client = client;
    this.#table = table;
    this.#now = now;
  }

  async claim({ channelId, instant }: ChannelSlot, publicationId: string): Promise<boolean> {
    const now = this.#now().getTime();
    const until = now + CLAIMED_FOR_MS;
    const Item = {
      pk: `SLOT#${channelId}#${instant.toISOString()}`,
      sk: "claim",
      publicationId,
      until,
      expiresAt: Math.ceil(until / 1000),
    };
    return await writeIf(
      this.#client.send(
        new PutCommand({
          TableName: this.#table,
          Item,
          // DynamoDB removes what has expired within days, not at once.
          ConditionExpression: "attribute_not_exists(pk) OR publicationId = :publicationId OR #until < :now",
          ExpressionAttributeNames: { "#until": "until" },
          ExpressionAttributeValues: { ":publicationId": publicationId, ":now": now },
        }),
      ),
    );
  }
}
