import { GetCommand } from "@aws-sdk/lib-dynamodb";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MetricsTable } from "#lib/aws/metrics-table.ts";
import { METRIC_NAMES } from "#lib/domain/measurement/metrics.ts";
import type { Snapshot } from "#lib/domain/measurement/snapshot.ts";
import { startDynamoDb } from "#test/support/dynamodb.ts";
import { InMemoryMetrics } from "#test/support/in-memory-metrics.ts";

const TABLE = "metrics";
let database: Awaited<ReturnType<typeof startDynamoDb>>;
let table: MetricsTable;

beforeAll(async () => {
  database = await startDynamoDb();
  await database.createTable(TABLE);
  table = new MetricsTable(database.client, TABLE);
});
afterAll(() => database.stop());

function aSnapshot(subjectId: string, at: string, likes = 1): Snapshot {
  const ids = { subjectId, channelId: "x/acme", network: "x", remoteId: "r1" };
  const subject = { kind: "post", ...ids, dueAt: new Date("2026-11-23T09:00:00Z") } as const;
  return { subject, values: { likes }, at: new Date(at) };
}

const ALWAYS = { from: "2026-01-01", to: "2026-12-31" };

describe("the metrics table", () => {
  it("gives back what was stored", async () => {
    const post = aSnapshot("back", "2026-11-24T10:00:00Z");
    const ids = { subjectId: "x/back", channelId: "x/back", network: "x", remoteId: "r" };
    const channel: Snapshot = { subject: { kind: "channel", ...ids }, values: { followers: 0 }, at: post.at };

    await table.save(post);
    await table.save(channel);

    expect(await table.days(["x/back", "unknown", "back"], ALWAYS)).toEqual([channel, post]);
  });

  it("keeps the latest snapshot of a day, in whatever order they come", async () => {
    const [early, late] = [
      aSnapshot("order", "2026-11-24T09:00:00Z", 9),
      aSnapshot("order", "2026-11-24T21:00:00Z", 5),
    ];

    for (const snapshot of [early, late, early]) await table.save(snapshot);

    expect(await table.days(["order"], ALWAYS)).toEqual([late]);
  });

  it("gives the days of a range, both ends included", async () => {
    const at = (day: number) => `2026-11-${day}T23:59:59.999Z`;
    for (const day of [20, 21, 22, 23]) await table.save(aSnapshot("range", at(day)));

    const found = await table.days(["range"], { from: "2026-11-21", to: "2026-11-22" });

    expect(found.map((snapshot) => snapshot.at.toISOString())).toEqual([at(21), at(22)]);
  });

  it("writes an item of one write unit, even with every metric there is", async () => {
    const values = Object.fromEntries(METRIC_NAMES.map((name) => [name, 123_456_789_012]));
    const subjectId = "0f2b9c1d7a6e4b3f8c5d0f2b9c1d7a6e4b3f8c5d";

    await table.save({ ...aSnapshot(subjectId, "2026-11-24T10:00:00Z"), values });

    const Key = { pk: `SUBJECT#${subjectId}`, sk: "DAY#2026-11-24" };
    const { Item } = await database.client.send(new GetCommand({ TableName: TABLE, Key }));
    // Close to DynamoDB's own count, which has no quotes and braces, but a byte or more for each value.
    expect(Object.keys(Item?.values)).toHaveLength(METRIC_NAMES.length);
    expect(JSON.stringify(Item).length).toBeLessThan(1_024);
  });

  it("remembers when collection was last planned", async () => {
    const before = await table.lastPlannedAt();
    const now = new Date("2026-11-24T10:00:00.000Z");
    await table.setLastPlannedAt(now);

    expect([before, await table.lastPlannedAt()]).toEqual([undefined, now]);
  });

  it("ends with the same items as the one in memory, shuffled, tripled and with failing writes", async () => {
    let run = 0;
    const moment = fc.record({ minute: fc.integer({ min: 0, max: 4_000 }), subject: fc.integer({ min: 1, max: 3 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(moment, { maxLength: 12, selector: (each) => each.minute }),
        fc.gen(),
        async (moments, draw) => {
          run++;
          const snapshots = moments.map(({ minute, subject }) => {
            const at = new Date(Date.UTC(2026, 10, 20, 0, minute)).toISOString();
            return aSnapshot(`run${run}-${subject}`, at, (minute * 7) % 50);
          });
          const inOrder = new InMemoryMetrics();
          for (const snapshot of snapshots) await inOrder.save(snapshot);

          const tripled = [...snapshots, ...snapshots, ...snapshots];
          const shuffled = draw(fc.shuffledSubarray, tripled, { minLength: tripled.length, maxLength: tripled.length });
          for (const snapshot of shuffled) await saveOnFlakyNetwork(snapshot, draw(fc.boolean));

          const subjectIds = [1, 2, 3].map((subject) => `run${run}-${subject}`);
          expect(await table.days(subjectIds, ALWAYS)).toEqual(await inOrder.days(subjectIds, ALWAYS));
        },
      ),
      { numRuns: 15 },
    );
  });
});

/** A write whose answer is lost was made nevertheless: it is made again. */
async function saveOnFlakyNetwork(snapshot: Snapshot, isAnswerLost: boolean): Promise<void> {
  await table.save(snapshot);
  if (isAnswerLost) await table.save(snapshot);
}
