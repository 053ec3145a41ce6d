import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import { DataFolderError } from "#local/laptop-error.ts";
import type { DynamoDb } from "../emulators/dynamodb.ts";
import { JsonRecord } from "../json.ts";
import type { Resource } from "../template/deployment.ts";

const KeySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.string() }));
const Index = z.object({
  IndexName: z.string(),
  KeySchema,
  Projection: z.object({ ProjectionType: z.string(), NonKeyAttributes: z.array(z.string()).optional() }),
});

/** What decides how the data lies on disk. */
const Shape = z.object({
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
  KeySchema,
  GlobalSecondaryIndexes: z.array(Index).optional(),
  LocalSecondaryIndexes: z.array(Index).optional(),
});
type Shape = z.output<typeof Shape>;

/**
 * Makes the table, or finds the one of an earlier start.
 *
 * @throws DataFolderError when that one has other keys or indexes
 */
export async function ensureTable(
  dynamoDb: DynamoDb,
  { ref: TableName, logicalId, properties }: Resource,
): Promise<void> {
  const wanted = Shape.parse(properties);
  const { TableNames } = z.object({ TableNames: z.array(z.string()) }).parse(await dynamoDb.call("ListTables", {}));
  if (!TableNames.includes(TableName)) {
    await dynamoDb.call("CreateTable", JsonRecord.parse({ TableName, BillingMode: "PAY_PER_REQUEST", ...wanted }));
    return;
  }
  const { Table } = z.object({ Table: Shape }).parse(await dynamoDb.call("DescribeTable", { TableName }));
  if (isDeepStrictEqual(comparable(Table), comparable(wanted))) return;
  throw new DataFolderError(
    `The keys or indexes of ${logicalId} have changed since the data on disk was written. Start over with --fresh.`,
  );
}

function comparable({ AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, LocalSecondaryIndexes }: Shape) {
  const sorted = (indexes: z.output<typeof Index>[] = []) =>
    Object.fromEntries(indexes.map((each) => [each.IndexName, each]));
  return {
    attributes: Object.fromEntries(AttributeDefinitions.map((each) => [each.AttributeName, each.AttributeType])),
    KeySchema,
    global: sorted(GlobalSecondaryIndexes),
    local: sorted(LocalSecondaryIndexes),
  };
}
