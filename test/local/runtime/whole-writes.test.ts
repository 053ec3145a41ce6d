import { DeleteCommand, PutCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import db, { type Store } from "dynalite/db/index.js";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { writeWhole } from "#local/runtime/emulators/whole-writes.ts";
import { startDynamoDb } from "#test/support/dynamodb.ts";

const Key = { pk: "post", sk: "1" };
let dynamoDb: Awaited<ReturnType<typeof startDynamoDb>>;
let store: Store | undefined;

beforeAll(async () => {
  writeWhole();
  const { create } = db;
  db.create = (options) => {
    store = create(options);
    return store;
  };
  dynamoDb = await startDynamoDb();
  await dynamoDb.createTable("posts", { name: "due", partition: "minute", sort: "second" });
});

beforeEach(() => {
  vi.restoreAllMocks();
});

afterAll(() => dynamoDb.stop());

/** What a kill can fall between. */
function writesOf(work: () => Promise<unknown>): Promise<number> {
  if (!store) throw new Error("dynalite has made no store");
  const level = store.db as unknown as Record<"put" | "del" | "batch", () => unknown>;
  const spies = (["put", "del", "batch"] as const).map((method) => vi.spyOn(level, method));
  return work().then(() => spies.reduce((sum, { mock }) => sum + mock.calls.length, 0));
}

async function listed(minute: string): Promise<unknown[] | undefined> {
  const { Items } = await dynamoDb.client.send(
    new QueryCommand({
      TableName: "posts",
      IndexName: "due",
      KeyConditionExpression: "#minute = :minute",
      ExpressionAttributeNames: { "#minute": "minute" },
      ExpressionAttributeValues: { ":minute": minute },
    }),
  );
  return Items;
}

describe("the DynamoDB of the laptop", () => {
  it("writes an item and its place in an index at once, so that no kill falls in between", async () => {
    const put = new PutCommand({ TableName: "posts", Item: { ...Key, minute: "9:00", second: "00" } });

    expect(await writesOf(() => dynamoDb.client.send(put))).toBe(1);
    expect(await listed("9:00")).toEqual([{ ...Key, minute: "9:00", second: "00" }]);
  });

  it("moves it at once", async () => {
    const move = new UpdateCommand({
      TableName: "posts",
      Key,
      UpdateExpression: "SET #minute = :minute",
      ExpressionAttributeNames: { "#minute": "minute" },
      ExpressionAttributeValues: { ":minute": "9:01" },
    });

    expect(await writesOf(() => dynamoDb.client.send(move))).toBe(1);
    expect(await listed("9:00")).toEqual([]);
    expect(await listed("9:01")).toEqual([{ ...Key, minute: "9:01", second: "00" }]);
  });

  it("removes it at once", async () => {
    expect(await writesOf(() => dynamoDb.client.send(new DeleteCommand({ TableName: "posts", Key })))).toBe(1);
    expect(await listed("9:01")).toEqual([]);
  });
});
