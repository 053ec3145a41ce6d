import { describe, expect, it } from "vitest";
import type { Draft, DraftMedia } from "#lib/domain/publishing/draft.ts";
import { networks } from "#lib/networks/registry.ts";
import { aChannel } from "#test/support/calendars.ts";

const image: DraftMedia = { name: "a.jpg", kind: "image", contentType: "image/jpeg", sizeBytes: 1000 };
const video: DraftMedia = { name: "a.mp4", kind: "video", contentType: "video/mp4", sizeBytes: 1000, altText: "pain" };
const odd = { width: 300, height: 9, durationMs: 1_000, frameRate: 7, codecs: { video: "vp9", audio: "opus" } };
const huge = { sizeBytes: 10 ** 12 };

/** Drafts with something wrong in them for one network or another. */
const DRAFTS: readonly Draft[] = [
  { text: "", media: [] },
  { text: "a".repeat(100_000), media: [image] },
  { text: "$A $B \uFFFF", media: [] },
  { text: `${"#a ".repeat(40)}${"@b ".repeat(40)}`, media: [image] },
  { text: "a", link: "https://example.com/", media: [image] },
  { text: "a", link: "no address", media: [] },
  { text: "a", media: Array.from({ length: 100 }, () => image) },
  { text: "a", media: [video, { ...video, ...huge }, { ...video, contentType: "video/x-unknown" }] },
  {
    text: "a",
    media: [
      { ...image, ...huge },
      { ...image, contentType: "image/x-unknown" },
    ],
  },
  { text: "a", media: [{ ...image, altText: "a".repeat(10_000) }] },
  { text: "a", media: [image, video].map((file) => ({ ...file, ...odd })) },
  { text: "a", media: [{ ...video, width: 9_000, height: 10, durationMs: 10 ** 8 }] },
];

describe.each(networks.filter(({ publishing }) => publishing))("what $name says of a draft", ({ name, publishing }) => {
  const problems = DRAFTS.flatMap((draft) => publishing?.check(draft, aChannel(`${name}/acme`)) ?? []);

  it("is said in French, too", () => {
    expect(problems.length).toBeGreaterThan(5);
    expect(problems.filter(({ inFrench }) => !inFrench?.problem || !inFrench.remedy)).toEqual([]);
  });

  it("names the same numbers in both languages", () => {
    const numbers = (text = "") => text.match(/\d+/g)?.sort();

    for (const { problem, inFrench } of problems) expect(numbers(inFrench?.problem)).toEqual(numbers(problem));
  });
});
