import { describe, expect, it } from "vitest";
import { checkCalendar } from "#lib/app/publishing/calendar/check-calendar.ts";
import type { PlanServices } from "#lib/app/publishing/calendar/plan-calendar.ts";
import {
  aCalendar,
  aChannel,
  CHANNELS,
  everyMedia,
  findNetwork,
  InMemoryMedia,
  sampleCalendar,
} from "#test/support/calendars.ts";

const services: PlanServices = { channels: CHANNELS, media: everyMedia, findNetwork, defaultTimeZone: "UTC" };

const check = async (name: string, changes: Partial<PlanServices> = {}) =>
  checkCalendar(aCalendar(await sampleCalendar(name)), { ...services, ...changes });

describe("checkCalendar", () => {
  it("reads the sample calendar: fourteen rows go, one of them not everywhere", async () => {
    const report = await check("sample.csv", { channels: [...CHANNELS, aChannel("tiktok/lumiere")] });

    expect(report).toMatchObject({ refused: false, rows: 16, imported: 14, rejected: 2 });
    expect(report.problems.map(({ line, column, channelId }) => [line, column, channelId])).toEqual([
      [22, "date", undefined],
      [23, "text", "x/lumiere"],
      [24, "channels", undefined],
    ]);
    expect(report.posts[0]).toEqual({
      line: 2,
      id: "lumiere-01",
      dueAt: new Date("2026-12-01T06:00:00Z"),
      channels: ["facebook/lumiere", "instagram/lumiere", "x/lumiere"],
      text: "Bonjour Lyon ! Les croissants sortent du four à 7 h. ☀️🥐 Qui passe en premier ?",
      media: ["croissants.jpg"],
      becomes: "added",
    });
  });

  it("finds every kind of bad row on its line, and lets the good ones through", async () => {
    const media = new InMemoryMedia("croissants.jpg", "menu.pdf");
    const report = await check("bad-rows.csv", { media });

    expect(report.problems.map(({ line, column }) => `${line} ${column}`)).toEqual([
      "3 date",
      "4 time",
      "5 timezone",
      "6 time",
      "7 time",
      "8 channels",
      "9 channels",
      "10 link",
      "11 media",
      "12 media",
      "13 alt_text",
      "14 text",
      "15 link",
      "16 id",
      "17 date",
      "18 channels",
      "20 date",
      "20 time",
      "20 timezone",
      "20 media",
      "20 link",
      "20 channels",
    ]);
    expect(report.posts.map(({ line }) => line)).toEqual([2, 18]);
    expect(report.problems.every(({ problem, remedy }) => problem !== "" && remedy !== "")).toBe(true);
  });

  it.each([
    ["empty.csv", 1, "the file is empty"],
    ["header-only.csv", 1, "nothing below it"],
    ["missing-column.csv", 1, "no column “time”"],
    ["unclosed-quote.csv", 3, "nothing closes it"],
  ])("refuses %s and plans nothing from it", async (name, line, problem) => {
    const report = await check(name);

    expect(report).toMatchObject({ refused: true, rows: 0, imported: 0, posts: [] });
    expect(report.problems).toEqual([expect.objectContaining({ line, problem: expect.stringContaining(problem) })]);
  });

  it("warns of unknown columns and reads the rest", async () => {
    const report = await check("unknown-column.csv");

    expect(report).toMatchObject({ refused: false, imported: 1, warnings: 2 });
  });

  it("says of two equal rows without an id that one is too many", async () => {
    const row = "2026-12-01,09:00,facebook,Bonjour";
    const calendar = `date,time,channels,text\n${row}\n2026-12-01,09:00,x,Bonjour\n${row}\n`;
    const report = await checkCalendar(aCalendar(calendar), services);

    expect(report).toMatchObject({ rows: 3, imported: 2, rejected: 1 });
    expect(report.problems).toEqual([expect.objectContaining({ line: 4, problem: expect.stringContaining("line 2") })]);
  });
});
