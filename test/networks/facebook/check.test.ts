import { describe, expect, it } from "vitest";
import type { DraftMedia } from "#lib/domain/publishing/draft.ts";
import { check } from "#lib/networks/facebook/check.ts";
import { limits } from "#lib/networks/facebook/limits.ts";

const photo: DraftMedia = { name: "été.jpg", kind: "image", contentType: "image/jpeg", sizeBytes: 1000 };
const video: DraftMedia = { name: "film.mp4", kind: "video", contentType: "video/mp4", sizeBytes: 1000 };
const link = "https://acme.example/?utm_content=1";

describe("facebook check", () => {
  it.each([
    ["a text", { text: "Bonjour", media: [] }],
    ["a link alone", { text: "", link, media: [] }],
    ["a photo alone", { text: "", media: [photo] }],
    ["ten photos", { text: "dix", media: Array<DraftMedia>(10).fill(photo) }],
    ["the longest text", { text: "a".repeat(limits.textLength), media: [] }],
  ])("accepts %s", (_, draft) => {
    expect(check(draft)).toEqual([]);
  });

  it.each([
    ["nothing at all", { text: "", media: [] }, "text"],
    ["a text that the link makes too long", { text: "a".repeat(limits.textLength - 5), link, media: [photo] }, "text"],
    ["eleven photos", { text: "", media: Array<DraftMedia>(11).fill(photo) }, "media"],
    ["a photo that is too big", { text: "", media: [{ ...photo, sizeBytes: limits.imageBytes + 1 }] }, "media"],
    ["a picture of another type", { text: "", media: [{ ...photo, contentType: "image/webp" }] }, "media"],
    ["a long alternative text", { text: "", media: [{ ...photo, altText: "a".repeat(1001) }] }, "alt_text"],
  ])("refuses %s", (_, draft, column) => {
    const errors = check(draft).filter(({ severity }) => severity !== "warning");

    expect(errors).toMatchObject([{ column }]);
  });

  it("refuses a video with a way out", () => {
    expect(check({ text: "", media: [video] })).toMatchObject([
      {
        column: "media",
        problem: "film.mp4 is a video, and Facebook posts are published with photos only",
        remedy: "give photos instead, or take Facebook out of this row's channels",
      },
    ]);
  });

  it("warns that a link beside photos gets no card", () => {
    expect(check({ text: "Bonjour", link, media: [photo] })).toMatchObject([{ column: "link", severity: "warning" }]);
  });
});
