import { BatchGetCommand, type BatchGetCommandOutput, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** DynamoDB reads this many items in one call. */
const KEYS_PER_READ = 100;

export interface BatchGet {
  readonly table: string;
  readonly keys: readonly { readonly pk: string; readonly sk: string }[];
  /** @default false */
  readonly consistent?: boolean;
}

/** Reads items by key, any number of them, in no particular order; keys that do not exist are left out. */
export async function batchGet(
  client: DynamoDBDocumentClient,
  { table, keys, consistent = false }: BatchGet,
): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  for (let start = 0; start < keys.length; start += KEYS_PER_READ) {
    let open: Record<string, unknown>[] = keys.slice(start, start + KEYS_PER_READ).map((key) => ({ ...key }));
    while (open.length > 0) {
      const RequestItems = { [table]: { Keys: open, ConsistentRead: consistent } };
      const answer: BatchGetCommandOutput = await client.send(new BatchGetCommand({ RequestItems }));
      found.push(...(answer.Responses?.[table] ?? []));
      open = answer.UnprocessedKeys?.[table]?.Keys ?? [];
    }
  }
  return found;
}
