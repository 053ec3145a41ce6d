import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HourDirectory } from "#lib/aws/hour-directory.ts";
import { PublicationsTable } from "#lib/aws/publications-table.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { aPublication } from "#test/support/a-publication.ts";
import { startDynamoDb } from "#test/support/dynamodb.ts";

const TABLE = "publications";
const ROWS = 300;
const TEXT = 'Goûtez notre "bugne" du jour, dorée, légère, et sucrée juste ce qu’il faut. Qui passe en premier ? 👩‍🍳';
let database: Awaited<ReturnType<typeof startDynamoDb>>;

beforeAll(async () => {
  database = await startDynamoDb();
  await database.createTable(TABLE, { name: "due", partition: "dueBucket", sort: "dueSort" });
});
afterAll(() => database.stop());

/** The real table; counted are requests that write, and write units as DynamoDB bills them, those of the index included. */
function countingTable() {
  const counts = { requests: 0, units: 0 };
  const { client } = database;
  const send = client.send.bind(client);
  const counting = Object.assign(Object.create(client), {
    send: async (command: Parameters<typeof send>[0]) => {
      Object.assign(command.input, { ReturnConsumedCapacity: "TOTAL" });
      const answer = await send(command);
      const { ConsumedCapacity } = answer as { ConsumedCapacity?: { CapacityUnits: number } };
      counts.requests += 1;
      counts.units += ConsumedCapacity?.CapacityUnits ?? 0;
      // The emulator does not count what the index takes: a new entry with nothing but keys, one unit.
      if (command instanceof PutCommand && "dueBucket" in (command.input.Item ?? {})) counts.units += 1;
      return answer;
    },
  });
  return { publications: new PublicationsTable(counting, TABLE, new HourDirectory(counting, TABLE)), counts };
}

/** One batch of a calendar, its rows so far apart. */
function rows(distanceMs: number, from: string): Publication[] {
  return Array.from({ length: ROWS }, (_, row) => {
    const dueAt = new Date(Date.parse(from) + row * distanceMs);
    const draft = { text: TEXT, media: [], link: "https://www.example.com/?utm_source=x&utm_medium=social" };
    return aPublication({ publicationId: `p-${from}-${row}`, dueAt, draft });
  });
}

describe("the rows of an import", () => {
  it.each([
    ["in the same second", 0, "2030-01-01T00:00:00Z", 1.01, 2.01],
    ["every minute", 60_000, "2031-01-01T00:00:00Z", 1.02, 2.02],
    ["every ten minutes", 600_000, "2032-01-01T00:00:00Z", 1.2, 2.2],
    ["hours apart, the dearest there is", 7 * 3_600_000, "2033-01-01T00:00:00Z", 2, 3],
  ])("take at most so many writes each: %s", async (_, distanceMs, from, requests, units) => {
    const { publications, counts } = countingTable();

    expect((await publications.add(rows(distanceMs, from))).size).toBe(ROWS);
    expect(counts.requests / ROWS).toBeLessThanOrEqual(requests);
    expect(counts.units / ROWS).toBeLessThanOrEqual(units);
  });
});
