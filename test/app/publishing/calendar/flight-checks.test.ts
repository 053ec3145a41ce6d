import { describe, expect, it } from "vitest";
import { checkCalendar } from "#lib/app/publishing/calendar/check-calendar.ts";
import { LatestNotes } from "#lib/app/publishing/calendar/latest-notes.ts";
import type { NetworkFinder } from "#lib/app/publishing/calendar/ports.ts";
import { networks } from "#lib/networks/registry.ts";
import { aCalendar, aChannel, everyMedia } from "#test/support/calendars.ts";

const channels = ["facebook/lyon", "instagram/lyon", "x/lyon", "x/paris"].map(aChannel);
const findNetwork: NetworkFinder = (name) => networks.find((each) => each.name === name);

interface Row {
  readonly date?: string;
  readonly time: string;
  readonly channels: string;
  readonly text: string;
}

async function warningsOf(rows: readonly Row[]) {
  const lines = rows.map(
    ({ date = "2026-12-01", time, channels, text }) => `${date},${time},${channels},"${text}",a.jpg`,
  );
  const csv = ["date,time,channels,text,media", ...lines].join("\n");
  const services = { channels, media: everyMedia, findNetwork, defaultTimeZone: "UTC" };
  const { problems, imported } = await checkCalendar(aCalendar(csv), services);
  expect(imported).toBe(rows.length);
  return problems.filter(({ severity }) => severity === "warning");
}

const minutes = (count: number, channel: string) =>
  Array.from({ length: count }, (_, index): Row => {
    const time = `${String(Math.floor(index / 60)).padStart(2, "0")}:${String(index % 60).padStart(2, "0")}`;
    return { time, channels: channel, text: `Post ${index}` };
  });

describe("a calendar with more posts than a network takes", () => {
  it("is warned of what is beyond a day's quota, and of nothing else", async () => {
    const warnings = await warningsOf(minutes(52, "instagram/lyon"));

    expect(warnings.map(({ line, channelId }) => [line, channelId])).toEqual([
      [52, "instagram/lyon"],
      [53, "instagram/lyon"],
    ]);
    expect(warnings[0]?.problem).toBe("instagram/lyon has 51 posts within 24 h, but its network takes 50");
  });

  it("is fine when they are spread over days, and on a network that sets no limit", async () => {
    const spread = [...minutes(40, "instagram/lyon"), ...minutes(40, "instagram/lyon")].map((row, index) => ({
      ...row,
      date: index < 40 ? "2026-12-01" : "2026-12-03",
      text: `Post ${index}`,
    }));

    expect(await warningsOf(spread)).toEqual([]);
    expect(await warningsOf(minutes(60, "facebook/lyon"))).toEqual([]);
  });
});

describe("a calendar that says the same twice", () => {
  const first = { time: "09:00", channels: "facebook/lyon", text: "Venez goûter !" };

  it("is warned when it is the same channel within three days", async () => {
    const warnings = await warningsOf([first, { ...first, date: "2026-12-04", text: "Venez  goûter ! " }]);

    expect(warnings).toEqual([expect.objectContaining({ line: 3, column: "text", channelId: "facebook/lyon" })]);
    expect(warnings[0]?.problem).toContain("line 2");
  });

  it("is fine four days later, and on another network", async () => {
    expect(await warningsOf([first, { ...first, date: "2026-12-05" }])).toEqual([]);
    expect(await warningsOf([first, { ...first, channels: "instagram/lyon" }])).toEqual([]);
  });

  it("is warned of two accounts of X, in one row and in two", async () => {
    const row = { ...first, channels: "x/lyon; x/paris" };
    const far = { ...first, channels: "x/lyon", date: "2027-01-09" };

    expect(await warningsOf([row])).toEqual([
      expect.objectContaining({ line: 2, column: "text", channelId: "x/paris" }),
    ]);
    expect((await warningsOf([{ ...first, channels: "x/paris" }, far])).map(({ line }) => line)).toEqual([3]);
  });

  it("does not mind the link, which is tagged for each post", async () => {
    const again = { ...first, date: "2026-12-02" };
    const link = (row: Row, address: string) => ({ ...row, text: `Venez ! ${address}` });

    expect(await warningsOf([link(first, "https://a.example/1"), link(again, "https://a.example/2")])).toHaveLength(1);
  });
});

describe("LatestNotes", () => {
  it("forgets the oldest, never the latest", () => {
    const notes = new LatestNotes<string, number>(25_000);
    for (let index = 0; index <= 50_000; index++) notes.set(`k${index}`, index);

    expect([notes.get("k0"), notes.get("k25001"), notes.get("k50000")]).toEqual([undefined, 25_001, 50_000]);
  });
});
