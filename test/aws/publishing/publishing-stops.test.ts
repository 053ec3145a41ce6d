import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ChannelConditions } from "#lib/aws/channel-conditions.ts";
import { ChannelsTable } from "#lib/aws/channels-table.ts";
import { PublishingStops } from "#lib/aws/publishing-stops.ts";
import { startDynamoDb } from "#test/support/dynamodb.ts";

const TABLE = "channels";
const since = new Date("2026-11-24T09:00:00.000Z");
const marie = { by: "Marie", why: "wrong price", since };

let database: Awaited<ReturnType<typeof startDynamoDb>>;
let stops: PublishingStops;
let conditions: ChannelConditions;

beforeAll(async () => {
  database = await startDynamoDb();
  await database.createTable(TABLE);
  stops = new PublishingStops(database.client, TABLE);
  conditions = new ChannelConditions(database.client, TABLE);
});
afterAll(() => database.stop());

describe("the stops of publishing", () => {
  it("hold back one channel, or all of them", async () => {
    await stops.add({ ...marie, channelId: "x/acme" });
    expect((await conditions.read("x/acme")).stops).toEqual([{ ...marie, channelId: "x/acme" }]);
    expect((await conditions.read("facebook/acme")).stops).toEqual([]);

    await stops.add(marie);
    expect((await conditions.read("facebook/acme")).stops).toEqual([marie]);
    expect((await conditions.read("x/acme")).stops).toHaveLength(2);
    expect(await stops.list()).toHaveLength(2);
  });

  it("stay with who stopped first, until they are ended", async () => {
    expect(await stops.add({ ...marie, by: "Paul" })).toBe(false);
    expect((await conditions.read("facebook/acme")).stops).toMatchObject([{ by: "Marie" }]);

    expect(await stops.remove()).toBe(true);
    expect(await stops.remove()).toBe(false);
    expect((await conditions.read("facebook/acme")).stops).toEqual([]);
    expect(await stops.list()).toMatchObject([{ channelId: "x/acme" }]);
  });

  it("are not wiped when the channel is configured anew, and are no channel themselves", async () => {
    const channels = new ChannelsTable(database.client, TABLE, () => since);
    const channel = { channelId: "x/acme", network: "x", name: "acme", remoteId: "1" };

    await channels.put(channel);

    expect(await channels.list()).toEqual([channel]);
    expect((await conditions.read("x/acme")).stops).toHaveLength(1);
  });
});
