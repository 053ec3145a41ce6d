import { PutCommand } from "@aws-sdk/lib-dynamodb";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BudgetsTable } from "#lib/aws/budgets-table.ts";
import { ChannelsTable } from "#lib/aws/channels-table.ts";
import type { Budget } from "#lib/domain/accounts/rates/budget.ts";
import { startDynamoDb } from "#test/support/dynamodb.ts";
import { InMemoryBudgets } from "#test/support/in-memory-budgets.ts";

const TABLE = "channels";
const noon = Date.parse("2026-11-24T12:00:00.000Z");

let database: Awaited<ReturnType<typeof startDynamoDb>>;
let budgets: BudgetsTable;

beforeAll(async () => {
  database = await startDynamoDb();
  await database.createTable(TABLE);
  budgets = new BudgetsTable(database.client, TABLE);
});
afterAll(() => database.stop());

function aBudget(changed: Partial<Budget> = {}): Budget {
  return {
    network: "x",
    channelId: "x/acme",
    name: "POST /2/tweets",
    concerns: ["publishing", "replying"],
    usedShare: 1,
    askedAt: new Date(noon),
    readAt: new Date(noon + 100),
    until: new Date(noon + 900_000),
    ...changed,
  };
}

describe("the stored budgets", () => {
  it("come back as they were, those of one network at a time", async () => {
    const app = aBudget({ channelId: undefined, name: "credits" });
    await budgets.record(aBudget());
    await budgets.record(app);
    await budgets.record(aBudget({ network: "facebook" }));

    expect(await budgets.read("x")).toEqual(expect.arrayContaining([aBudget(), app]));
    expect(await budgets.read("x")).toHaveLength(2);
    expect(await budgets.read("instagram")).toEqual([]);
  });

  it("give way to newer readings only, exactly as those in memory", async () => {
    const instant = fc.integer({ min: 0, max: 50 });
    const reading = fc.record({ asked: instant, took: instant, share: fc.constantFrom(0.1, 0.75, 1) });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(reading, { minLength: 2, maxLength: 6 }), async (readings) => {
        const network = `network-${++run}`;
        const memory = new InMemoryBudgets();
        for (const { asked, took, share } of readings) {
          const [askedAt, readAt] = [new Date(noon + asked), new Date(noon + asked + took)];
          const budget = aBudget({ network, askedAt, readAt, usedShare: share });
          await budgets.record(budget);
          await memory.record(budget);
        }
        expect(await budgets.read(network)).toEqual(memory.of(network));
      }),
      { numRuns: 40 },
    );
  });

  it("are left out when another release wrote them in another way", async () => {
    const Item = { pk: "BUDGET#mastodon", sk: "app#calls", usedShare: "a lot" };
    await database.client.send(new PutCommand({ TableName: TABLE, Item }));

    expect(await budgets.read("mastodon")).toEqual([]);
  });

  it("are no channels", async () => {
    await budgets.record(aBudget());

    expect(await new ChannelsTable(database.client, TABLE, () => new Date()).list()).toEqual([]);
  });
});
