import { describe, expect, it } from "vitest";
import { checkCalendar } from "#lib/app/publishing/calendar/check-calendar.ts";
import { aCalendar, CHANNELS, everyMedia, findNetwork, sampleCalendar } from "#test/support/calendars.ts";

/** Imports a file as its tool wrote it: which channel and time zone are meant, such files leave to the importer. */
const load = async (name: string, channels = "facebook, instagram") =>
  checkCalendar(aCalendar(await sampleCalendar(name)), {
    channels: CHANNELS,
    media: everyMedia,
    findNetwork,
    defaultTimeZone: "UTC",
    defaults: { timeZone: "Europe/Paris", channels },
  });

const WORDS = "Order by noon, collect before six.";
const DUE = [new Date("2026-12-24T08:00:00Z"), new Date("2026-12-05T16:30:00Z")];
const PAIR = ["buche-nuit.jpg", "buche-rouge.jpg"];

describe("files made for other tools", () => {
  it.each([
    ["hootsuite.csv", `${WORDS} 🎄`, "The bûches are here\nThree moods, one night.", []],
    ["sprout.csv", WORDS, "The bûches are here", ["buche-nuit.jpg"]],
    ["publer.csv", WORDS, "Three bûches", PAIR],
    ["agorapulse.csv", "Order by noon; collect before six.", "Three bûches", PAIR],
    ["highlevel.csv", WORDS, "Three bûches", PAIR],
    ["highlevel-advanced.csv", WORDS, "Five seconds of rising dough", ["video.mp4"]],
    ["postfast.csv", WORDS, "Three bûches", PAIR],
    ["socialbee.csv", WORDS, "The bûches are here", ["buche-nuit.jpg"]],
    ["pinterest.csv", WORDS, "Five seconds of rising dough", ["video.mp4"]],
  ])("loads %s unchanged", async (name, first, second, media) => {
    const report = await load(name, "facebook");

    expect(report.problems.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(report.posts.map(({ text, dueAt }) => [text, dueAt])).toEqual([
      [first, DUE[0]],
      [second, DUE[1]],
    ]);
    expect(report.posts[1]?.media).toEqual(media);
  });

  it("says of an address that the file of that name is taken from the media bucket", async () => {
    const { problems } = await load("sprout.csv", "facebook");

    expect(problems).toEqual([
      expect.objectContaining({
        line: 3,
        column: "media",
        severity: "warning",
        problem: expect.stringContaining("buche-nuit.jpg"),
      }),
    ]);
  });

  it("asks where the posts go when nothing says it", async () => {
    const report = await load("publer.csv", "");

    expect(report.refused).toBe(true);
    expect(report.problems).toEqual([
      expect.objectContaining({ column: "channels", remedy: expect.stringContaining("#channel:") }),
    ]);
  });

  it("takes another tool's key for the default channel only while all rows have the same one", async () => {
    const [head = "", first = "", second = ""] = String(await sampleCalendar("postfast.csv")).split("\n");
    const mixed = [head, first, second.replace("7f0c2f6e", "aaaaaaaa")].join("\n");
    const services = { channels: CHANNELS, media: everyMedia, findNetwork, defaultTimeZone: "UTC" };

    const report = await checkCalendar(aCalendar(mixed), { ...services, defaults: { channels: "facebook" } });

    expect(report.imported).toBe(0);
    expect(report.problems.map(({ line, column }) => [line, column])).toEqual(
      expect.arrayContaining([
        [2, "channels"],
        [3, "channels"],
      ]),
    );
  });

  it("keeps what only other networks understand away from those that have no use for it", async () => {
    const { problems } = await load("highlevel-advanced.csv", "facebook");

    expect(problems.map(({ line, column }) => `${line} ${column}`)).toEqual(["3 media", "3 post_type"]);
  });
});
