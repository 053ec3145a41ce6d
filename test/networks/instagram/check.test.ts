import { describe, expect, it } from "vitest";
import type { DraftMedia } from "#lib/domain/publishing/draft.ts";
import { countHashtags, countMentions } from "#lib/networks/instagram/caption.ts";
import { check } from "#lib/networks/instagram/check.ts";
import { limits } from "#lib/networks/instagram/limits.ts";

const image: DraftMedia = { name: "été.jpg", kind: "image", contentType: "image/jpeg", sizeBytes: 1000 };
const video: DraftMedia = { name: "film.mp4", kind: "video", contentType: "video/mp4", sizeBytes: 1000 };

describe("instagram check", () => {
  it.each([
    ["an image", { text: "Bonjour", media: [image] }],
    ["a reel", { text: "", media: [video] }],
    ["a carousel of images and videos", { text: "", media: [image, video] }],
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
    ["a long alternative text", { text: "", media: [{ ...image, altText: "a".repeat(1001) }] }, "alt_text"],
  ])("refuses %s", (_, draft, column) => {
    expect(check(draft)).toMatchObject([{ column }]);
  });

  it("only warns about a link, which nobody can click", () => {
    const problems = check({ text: "Bonjour", link: "https://acme.example/", media: [image] });

    expect(problems).toMatchObject([{ column: "link", severity: "warning" }]);
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
