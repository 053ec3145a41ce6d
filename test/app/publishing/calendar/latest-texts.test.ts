import { describe, expect, it } from "vitest";
import { LatestTexts } from "#lib/app/publishing/calendar/latest-texts.ts";

const said = (line: number) => ({ channel: 3, dueAtMs: line * 1000, line });

describe("LatestTexts", () => {
  it("tells who has said a text last", () => {
    const texts = new LatestTexts();

    expect(texts.note(7, said(1))).toBeUndefined();
    expect(texts.note(7, said(2))).toEqual(said(1));
    expect(texts.note(7, said(3))).toEqual(said(2));
    expect(texts.note(8, said(4))).toBeUndefined();
  });

  it("keeps the latest 25,000 texts, and forgets what is far behind", () => {
    const texts = new LatestTexts();
    for (let line = 1; line <= 75_000; line++) texts.note(line, said(line));

    expect(texts.note(50_001, said(75_001))).toEqual(said(50_001));
    expect(texts.note(1, said(75_002))).toBeUndefined();
  });

  it("keeps texts apart whose fingerprints share a place", () => {
    const texts = new LatestTexts();
    const fingerprints = Array.from({ length: 100 }, (_, index) => 5 + index * 65_536);
    for (const fingerprint of fingerprints) texts.note(fingerprint, said(fingerprint));

    for (const fingerprint of fingerprints) expect(texts.note(fingerprint, said(1))).toEqual(said(fingerprint));
  });
});
