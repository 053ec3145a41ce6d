import type { AddressInfo } from "node:net";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import dynalite from "dynalite";

/** A DynamoDB in this process, empty. */
export async function startDynamoDb() {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: "eu-west-3",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  return {
    client: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    /** A table with keys `pk` and `sk`, and the given sparse index. */
    createTable: (table: string, index?: { name: string; partition: string; sort: string }) =>
      client.send(new CreateTableCommand(tableDefinition(table, index))),
    stop: () => {
      client.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}

function tableDefinition(table: string, index?: { name: string; partition: string; sort: string }) {
  const attributes = ["pk", "sk", ...(index ? [index.partition, index.sort] : [])];
  const schema = (partition: string, sort: string) => [
    { AttributeName: partition, KeyType: "HASH" as const },
    { AttributeName: sort, KeyType: "RANGE" as const },
  ];
  return {
    TableName: table,
    BillingMode: "PAY_PER_REQUEST" as const,
    KeySchema: schema("pk", "sk"),
    AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: "S" as const })),
    GlobalSecondaryIndexes: index && [
      {
        IndexName: index.name,
        KeySchema: schema(index.partition, index.sort),
        Projection: { ProjectionType: "KEYS_ONLY" as const },
      },
    ],
  };
}
