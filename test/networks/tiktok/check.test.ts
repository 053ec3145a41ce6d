import { describe, expect, it } from "vitest";
import type { Draft, DraftMedia } from "#lib/domain/publishing/draft.ts";
import { check } from "#lib/networks/tiktok/check.ts";
import { aPhoto } from "./tiktok-world.ts";

const video: DraftMedia = { name: "a.mp4", kind: "video", contentType: "video/mp4", sizeBytes: 1_000 };
const draft = (change: Partial<Draft> = {}): Draft => ({
  text: "Bonjour",
  media: [video],
  options: { privacy: "public" },
  ...change,
});
const told = (change: Partial<Draft>) =>
  check(draft(change)).map(({ severity = "error", column }) => `${severity} ${column}`);

describe("what TikTok says of a draft", () => {
  it.each([["public"], ["followers"], ["friends"], ["private"]])("takes a post that is %s", (privacy) => {
    expect(told({ options: { privacy } })).toEqual([]);
  });

  it("wants to be told who may see the post, and says how", () => {
    const [problem] = check(draft({ options: {} }));

    expect(problem).toMatchObject({ column: "privacy", remedy: expect.stringContaining("privacy_tiktok") });
    expect(told({ options: undefined })).toEqual(["error privacy"]);
  });

  it("has no unlisted posts", () => {
    expect(told({ options: { privacy: "unlisted" } })).toEqual(["error privacy"]);
  });

  it("counts the caption in UTF-16 units, with its link", () => {
    expect(told({ text: "a".repeat(2_200) })).toEqual([]);
    expect(told({ text: "🌞".repeat(1_100) })).toEqual([]);
    expect(told({ text: "🌞".repeat(1_101) })).toEqual(["error text"]);
    expect(told({ text: "a".repeat(2_190), link: "https://a.example" })).toEqual(["error text", "warning link"]);
  });

  it("takes longer texts, and a title, with photos", () => {
    const media = [aPhoto("a.jpg")];

    expect(told({ media, text: "a".repeat(4_000) })).toEqual([]);
    expect(told({ media, text: "a".repeat(4_001) })).toEqual(["error text"]);
    expect(told({ media, options: { privacy: "public", title: "a".repeat(90) } })).toEqual([]);
    expect(told({ media, options: { privacy: "public", title: "a".repeat(91) } })).toEqual(["error title"]);
    expect(told({ options: { privacy: "public", title: "Noël" } })).toEqual(["warning title"]);
  });

  it("takes one video, or up to 35 photos", () => {
    const album = Array.from({ length: 36 }, (_, index) => aPhoto(`${index}.jpg`));

    expect(told({ media: [] })).toEqual(["error media"]);
    expect(told({ media: [video, video] })).toEqual(["error media"]);
    expect(told({ media: [video, aPhoto("a.jpg")] })).toEqual(["error media"]);
    expect(told({ media: album.slice(1) })).toEqual([]);
    expect(told({ media: album })).toEqual(["error media"]);
  });

  it.each<[string, Partial<DraftMedia>]>([
    ["a type", { contentType: "video/x-msvideo" }],
    ["a size", { sizeBytes: 4 * 1024 ** 3 + 1 }],
    ["a length", { durationMs: 600_001 }],
    ["a frame rate", { frameRate: 15 }],
    ["a codec", { codecs: { video: "av1" } }],
    ["sides that are too short", { width: 320, height: 640 }],
    ["sides that are too long", { width: 1_080, height: 4_100 }],
  ])("refuses %s that TikTok does not take", (_, change) => {
    expect(told({ media: [{ ...video, ...change }] })).toEqual(["error media"]);
  });

  it("takes whatever is left open, sound and bit rate included", () => {
    const wild = {
      width: 4_096,
      height: 360,
      durationMs: 600_000,
      frameRate: 60,
      codecs: { video: "vp8", audio: "x" },
    };

    expect(told({ media: [{ ...video, ...wild, sizeBytes: 4 * 1024 ** 3 }] })).toEqual([]);
  });

  it.each<[string, Partial<DraftMedia>]>([
    ["a PNG", { contentType: "image/png" }],
    ["a heavy photo", { sizeBytes: 20 * 1024 ** 2 + 1 }],
    ["more pixels than 1080p", { width: 1_081, height: 1_081 }],
  ])("refuses %s", (_, change) => {
    expect(told({ media: [{ ...aPhoto("a.jpg"), ...change }] })).toEqual(["error media"]);
  });

  it("takes 1080p either way up", () => {
    const sides = [
      { width: 1_080, height: 1_920 },
      { width: 1_920, height: 1_080 },
    ];

    expect(told({ media: sides.map((each) => ({ ...aPhoto("a.jpg"), ...each })) })).toEqual([]);
  });

  it("takes what people are to be told, as far as TikTok tells it", () => {
    const saying = (disclosure: string, change: Partial<Draft> = {}, privacy = "public") =>
      told({ ...change, options: { privacy, disclosure } });

    expect(saying("ai; own brand; paid partnership")).toEqual([]);
    expect(saying("paid partnership", {}, "private")).toEqual(["error disclosure"]);
    expect(saying("own brand", {}, "private")).toEqual([]);
    expect(saying("ai", { media: [aPhoto("a.jpg")] })).toEqual(["warning disclosure"]);
  });

  it("says that alternative texts are left out", () => {
    expect(told({ media: [{ ...video, altText: "Un four" }] })).toEqual(["warning alt_text"]);
  });
});
