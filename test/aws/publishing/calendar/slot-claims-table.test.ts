import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SlotClaimsTable } from "#lib/aws/slot-claims-table.ts";
import { startDynamoDb } from "#test/support/dynamodb.ts";

let database: Awaited<ReturnType<typeof startDynamoDb>>;
let now = new Date("2026-12-01T09:00:00Z");
let claims: SlotClaimsTable;

beforeAll(async () => {
  database = await startDynamoDb();
  await database.createTable("publications");
  claims = new SlotClaimsTable(database.client, "publications", () => now);
});
afterAll(() => database.stop());

const slot = (hour: number) => ({ channelId: "facebook/acme", instant: new Date(Date.UTC(2026, 11, 24, hour)) });

describe("SlotClaimsTable", () => {
  it("gives a slot to one of two posts that want it at once, and to that one again", async () => {
    const won = await Promise.all(["p1", "p2"].map((post) => claims.claim(slot(9), post)));
    expect(won.toSorted()).toEqual([false, true]);

    const [winner, loser] = won[0] ? ["p1", "p2"] : ["p2", "p1"];
    expect([await claims.claim(slot(9), winner), await claims.claim(slot(9), loser)]).toEqual([true, false]);
  });

  it("keeps slots and channels apart", async () => {
    expect(await claims.claim(slot(10), "p1")).toBe(true);
    expect(await claims.claim(slot(11), "p2")).toBe(true);
    expect(await claims.claim({ ...slot(10), channelId: "x/acme" }, "p3")).toBe(true);
  });

  it("lets go of it after a quarter of an hour", async () => {
    expect(await claims.claim(slot(12), "p1")).toBe(true);
    now = new Date(now.getTime() + 16 * 60_000);

    expect(await claims.claim(slot(12), "p2")).toBe(true);
  });
});
