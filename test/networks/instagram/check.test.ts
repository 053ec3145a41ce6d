import { describe, expect, it } from "vitest";
import type { DraftMedia } from "#lib/domain/publishing/draft.ts";
import { countHashtags, countMentions } from "#lib/networks/instagram/caption.ts";
import { check } from "#lib/networks/instagram/check.ts";
import { limits } from "#lib/networks/instagram/limits.ts";

const image: DraftMedia = { name: "été.jpg", kind: "image", contentType: "image/jpeg", sizeBytes: 1000 };
const video: DraftMedia = { name: "film.mp4", kind: "video", contentType: "video/mp4", sizeBytes: 1000 };

const reel: DraftMedia = {
  ...video,
  width: 1080,
  height: 1920,
  durationMs: 4_000,
  frameRate: 30,
  codecs: { video: "avc", audio: "aac" },
};

describe("instagram check", () => {
  it.each([
    ["an image", { text: "Bonjour", media: [image] }],
    ["a reel", { text: "", media: [video] }],
    ["a carousel of images and videos", { text: "", media: [image, video] }],
    ["the tallest image", { text: "", media: [{ ...image, width: 1080, height: 1350 }] }],
    ["the widest image", { text: "", media: [{ ...image, width: 1080, height: 566 }] }],
    ["a reel that was looked into", { text: "", media: [reel] }],
    ["a rate of cinema", { text: "", media: [{ ...reel, frameRate: 23.98 }] }],
    ["a silent reel", { text: "", media: [{ ...reel, codecs: { video: "hevc" } }] }],
    [
      "a carousel of one shape",
      { text: "", media: [1080, 2160].map((side) => ({ ...image, width: side, height: side })) },
    ],
    ["thirty hashtags", { text: "#été ".repeat(30), media: [image] }],
  ])("accepts %s", (_, draft) => {
    expect(check(draft)).toEqual([]);
  });

  it.each([
    ["a post without media", { text: "Bonjour", media: [] }, "media"],
    ["eleven files", { text: "", media: Array<DraftMedia>(11).fill(image) }, "media"],
    ["a PNG", { text: "", media: [{ ...image, contentType: "image/png" }] }, "media"],
    ["an image over 8 MiB", { text: "", media: [{ ...image, sizeBytes: limits.imageBytes + 1 }] }, "media"],
    ["a long caption", { text: "a".repeat(2201), media: [image] }, "text"],
    ["thirty-one hashtags", { text: "#été ".repeat(31), media: [image] }, "text"],
    ["twenty-one names", { text: "@zoe.unal ".repeat(21), media: [image] }, "text"],
    ["an image higher than 4:5", { text: "", media: [{ ...image, width: 1080, height: 1351 }] }, "media"],
    ["an image wider than 1.91:1", { text: "", media: [{ ...image, width: 1200, height: 600 }] }, "media"],
    ["a reel of two seconds", { text: "", media: [{ ...reel, durationMs: 2_900 }] }, "media"],
    ["a reel of sixteen minutes", { text: "", media: [{ ...reel, durationMs: 16 * 60_000 }] }, "media"],
    ["a reel in 4K", { text: "", media: [{ ...reel, width: 3840, height: 2160 }] }, "media"],
    ["a reel as thin as a hair", { text: "", media: [{ ...reel, width: 4, height: 1920 }] }, "media"],
    ["a reel of 15 pictures a second", { text: "", media: [{ ...reel, frameRate: 15 }] }, "media"],
    ["a reel in VP9", { text: "", media: [{ ...reel, codecs: { video: "vp9" } }] }, "media"],
    [
      "a reel whose sound is Opus",
      { text: "", media: [{ ...reel, codecs: { video: "avc", audio: "opus" } }] },
      "media",
    ],
    ["a reel of 30 Mbit a second", { text: "", media: [{ ...reel, sizeBytes: (4 * 30_000_000) / 8 }] }, "media"],
    ["a long alternative text", { text: "", media: [{ ...image, altText: "a".repeat(1001) }] }, "alt_text"],
  ])("refuses %s", (_, draft, column) => {
    expect(check(draft)).toMatchObject([{ column }]);
  });

  it("only warns about a link, which nobody can click", () => {
    const problems = check({ text: "Bonjour", link: "https://acme.example/", media: [image] });

    expect(problems).toMatchObject([{ column: "link", severity: "warning" }]);
  });

  it("says what to export instead of what it does not take", () => {
    const film = { ...reel, durationMs: 1_000_000, codecs: { video: "vp9", audio: "opus" } };

    expect(check({ text: "", media: [film] }).map(({ problem, remedy }) => `${problem}: ${remedy}`)).toEqual([
      "film.mp4 lasts 1000 s, but Instagram takes at most 900 s: cut it shorter and export it again",
      "film.mp4 is coded as VP9, but Instagram takes H.264, H.265: export it as H.264",
      "film.mp4 is coded as Opus, but Instagram takes AAC: export its sound as AAC",
    ]);
  });

  it("only warns about an image that will be enlarged", () => {
    const small = { ...image, width: 300, height: 300 };

    expect(check({ text: "", media: [small] })).toMatchObject([{ column: "media", severity: "warning" }]);
  });

  it("only warns about a carousel of different shapes, which Instagram crops", () => {
    const media = [reel, { ...image, width: 1080, height: 1080 }];

    expect(check({ text: "", media })).toMatchObject([{ column: "media", severity: "warning" }]);
  });

  it("only warns about the alternative text of a video", () => {
    expect(check({ text: "", media: [{ ...video, altText: "Un film" }] })).toMatchObject([
      { column: "alt_text", severity: "warning" },
    ]);
  });
});

describe("countHashtags", () => {
  it.each([
    ["#un #deux,#trois", 3],
    ["#été2026 et #日本", 2],
    ["n°5 #", 0],
    ["https://acme.example/a#b", 0],
    ["R&#38;B", 0],
  ])("counts %s as %i", (text, expected) => {
    expect(countHashtags(text)).toBe(expected);
  });
});

describe("countMentions", () => {
  it("leaves e-mail addresses out", () => {
    expect(countMentions("@zoe merci @l.ea ! écrire à bonjour@acme.example")).toBe(2);
  });
});
