import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ChannelConditions } from "#lib/aws/channel-conditions.ts";
import { StoredChannelStates } from "#lib/aws/channel-states.ts";
import { ChannelsTable } from "#lib/aws/channels-table.ts";
import { startDynamoDb } from "#test/support/dynamodb.ts";

const TABLE = "channels";
const at = (time: string) => new Date(`2026-11-24T${time}Z`);
const parking = { since: at("09:00:00"), reason: "expired", tokenVersion: 3 };

let database: Awaited<ReturnType<typeof startDynamoDb>>;
let states: StoredChannelStates;

beforeAll(async () => {
  database = await startDynamoDb();
  await database.createTable(TABLE);
  states = new StoredChannelStates(database.client, TABLE);
});
afterAll(() => database.stop());

let ids = 0;
const aChannelId = () => `x/acme-${++ids}`;

const lockOf = (lockId: string, time: string) => {
  const now = at(time);
  return { lockId, now, until: new Date(now.getTime() + 120_000) };
};

describe("the state of a channel", () => {
  it("is parked once, told, and unparked once", async () => {
    const channelId = aChannelId();

    expect([await states.park(channelId, parking), await states.park(channelId, parking)]).toEqual([true, false]);
    await states.markTold(channelId, at("09:00:01"));
    expect(await states.parking(channelId)).toEqual({ ...parking, toldAt: at("09:00:01") });
    expect([await states.unpark(channelId), await states.unpark(channelId)]).toEqual([true, false]);
    expect(await states.parking(channelId)).toBeUndefined();
  });

  it("is not parked for a token that has been replaced meanwhile", async () => {
    const channelId = aChannelId();
    await states.lock(channelId, lockOf("l1", "08:00:00"));
    await states.unlock(channelId, "l1", 4);

    expect(await states.park(channelId, parking)).toBe(false);
    expect(await states.park(channelId, { ...parking, tokenVersion: 4 })).toBe(true);
  });

  it("shows at the gate, and survives that the channel is configured anew", async () => {
    const channelId = aChannelId();
    await states.park(channelId, parking);

    const channels = new ChannelsTable(database.client, TABLE, () => at("09:00:00"));
    await channels.put({ channelId, network: "x", name: "acme", remoteId: "1" });

    expect(await new ChannelConditions(database.client, TABLE).read(channelId)).toEqual({ parking, stops: [] });
  });
});

describe("the lock on a token", () => {
  it("is held by one at a time, until it is given back", async () => {
    const channelId = aChannelId();

    expect(await states.lock(channelId, lockOf("l1", "09:00:00"))).toEqual({ isOurs: true, knownVersion: 0 });
    expect(await states.lock(channelId, lockOf("l2", "09:01:59"))).toEqual({ isOurs: false });
    await states.unlock(channelId, "l1", 7);
    expect(await states.lock(channelId, lockOf("l2", "09:02:00"))).toEqual({ isOurs: true, knownVersion: 7 });
  });

  it("ends by itself when its holder has died, who then can give back nothing", async () => {
    const channelId = aChannelId();
    await states.lock(channelId, lockOf("l1", "09:00:00"));

    expect(await states.lock(channelId, lockOf("l2", "09:02:01"))).toMatchObject({ isOurs: true });
    await states.unlock(channelId, "l1", 9);
    expect(await states.lock(channelId, lockOf("l3", "09:02:02"))).toEqual({ isOurs: false });
  });

  it("is recognised by its holder when the SDK writes it twice", async () => {
    const channelId = aChannelId();
    await states.lock(channelId, lockOf("l1", "09:00:00"));

    expect(await states.lock(channelId, lockOf("l1", "09:00:00"))).toMatchObject({ isOurs: true });
  });
});
