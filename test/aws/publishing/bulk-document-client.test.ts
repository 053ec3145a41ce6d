import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterEach, describe, expect, it } from "vitest";
import { BULK } from "#lib/aws/bulk-document-client.ts";

const servers: { close(): void }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A table that throttles so many writes before it takes one. */
async function aTableThatThrottles(refusals: number) {
  const counts = { taken: 0, refused: 0 };
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      const isTaken = counts.refused === refusals;
      counts[isTaken ? "taken" : "refused"] += 1;
      response.writeHead(isTaken ? 200 : 400, { "content-type": "application/x-amz-json-1.0" });
      const type = "com.amazonaws.dynamodb.v20120810#ThrottlingException";
      response.end(JSON.stringify(isTaken ? {} : { __type: type, message: "Throughput exceeds the current capacity" }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  servers.push(server);
  const { port } = server.address() as AddressInfo;
  return { counts, endpoint: `http://127.0.0.1:${port}` };
}

describe("the client of an import", () => {
  it("goes on trying where a table throttles it, and loses no write", async () => {
    const { counts, endpoint } = await aTableThatThrottles(6);
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    const client = new DynamoDBClient({ ...BULK, endpoint, region: "eu-west-3", credentials });
    const write = (id: number) => client.send(new PutItemCommand({ TableName: "t", Item: { pk: { S: String(id) } } }));

    await Promise.all(Array.from({ length: 5 }, (_, id) => write(id)));

    expect(counts).toEqual({ taken: 5, refused: 6 });
    client.destroy();
  });
});
