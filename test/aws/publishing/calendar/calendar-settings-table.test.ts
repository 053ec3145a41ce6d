import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CalendarSettingsTable } from "#lib/aws/calendar-settings-table.ts";
import { ChannelsTable } from "#lib/aws/channels-table.ts";
import { defaultsOn, EVERY_CHANNEL } from "#lib/domain/publishing/calendar/channel-defaults.ts";
import { aChannel } from "#test/support/calendars.ts";
import { startDynamoDb } from "#test/support/dynamodb.ts";

let database: Awaited<ReturnType<typeof startDynamoDb>>;
let settings: CalendarSettingsTable;

beforeAll(async () => {
  database = await startDynamoDb();
  await database.createTable("channels");
  settings = new CalendarSettingsTable(database.client, "channels");
});
afterAll(() => database.stop());

describe("CalendarSettingsTable", () => {
  it("keeps a group under its name in any case, and replaces it whole", async () => {
    await settings.putGroup({ name: "All pages", channelIds: ["facebook/acme", "x/acme"] });
    await settings.putGroup({ name: "all Pages", channelIds: ["x/acme"] });

    expect((await settings.read()).groups).toEqual([{ name: "all Pages", channelIds: ["x/acme"] }]);

    await settings.removeGroup("ALL PAGES");
    expect((await settings.read()).groups).toEqual([]);
  });

  it("keeps the posting slots of a channel", async () => {
    const slots = [{ weekday: 1, hour: 9, minute: 20, second: 0 }];
    await settings.putSlots("facebook/acme", slots);
    expect((await settings.read()).slots).toEqual(new Map([["facebook/acme", slots]]));

    await settings.removeSlots("facebook/acme");
    expect((await settings.read()).slots.size).toBe(0);
  });

  it("keeps what is done with the images of a channel, until it is taken back", async () => {
    await settings.setImageFit("instagram/acme", "crop");
    await settings.setImageFit("x/acme", "none");
    await settings.setImageFit("x/acme", undefined);

    expect((await settings.read()).channelDefaults).toEqual(new Map([["instagram/acme", { imageFit: "crop" }]]));
  });

  it("keeps how late posts may be, on one channel and on all, beside its other defaults", async () => {
    await settings.setImageFit("facebook/late", "crop");
    await settings.setIfLate("facebook/late", "ask");
    await settings.setIfLate(EVERY_CHANNEL, "1h30");
    const agreed = async () => {
      const { channelDefaults } = await settings.read();
      return ["facebook/late", "x/late"].map((channelId) => defaultsOn(channelId, channelDefaults));
    };
    const everywhere = { lateUpToMs: 90 * 60_000, ifTooLate: "miss" };

    expect(await agreed()).toEqual([
      { imageFit: "crop", lateness: { lateUpToMs: 5 * 60_000, ifTooLate: "ask" } },
      { lateness: everywhere },
    ]);

    await settings.setIfLate("facebook/late", undefined);
    expect(await agreed()).toEqual([{ imageFit: "crop", lateness: everywhere }, { lateness: everywhere }]);
  });

  it("remembers on which channels and for which campaigns an approval is needed", async () => {
    await settings.requireApproval({ by: "channel", name: "x/acme" }, true);
    await settings.requireApproval({ by: "campaign", name: " Noël " }, true);
    await settings.requireApproval({ by: "campaign", name: "easter" }, true);
    await settings.requireApproval({ by: "campaign", name: "Easter" }, false);

    expect((await settings.read()).approvals).toEqual({ channels: new Set(["x/acme"]), campaigns: new Set(["noël"]) });
  });

  it("stays out of the list of channels, whose table it shares", async () => {
    const channels = new ChannelsTable(database.client, "channels", () => new Date());
    await channels.put(aChannel("facebook/acme"));
    await settings.putGroup({ name: "all", channelIds: ["facebook/acme"] });

    expect((await channels.list()).map(({ channelId }) => channelId)).toEqual(["facebook/acme"]);
  });
});
