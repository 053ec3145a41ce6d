import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fingerprintOf, LatestTexts, NO_WORDS } from "#lib/app/publishing/calendar/latest-texts.ts";

const said = (line: number) => ({ channel: 3, dueAtMs: line * 1000, line });

describe("fingerprintOf", () => {
  it("is the same for the same words, however many blanks are around and between them", () => {
    const unit = fc.constantFrom(" ", "\n", "\t", "\u00A0", "\u2003", "\uFEFF", "\u3000", "a", "b", "é", "🥐");
    const text = fc.string({ unit, maxLength: 8 });
    const wordsOf = (written: string) => written.replaceAll(/\s\s+/g, " ").trim();
    const property = fc.property(text, text, (one, other) => {
      expect(fingerprintOf(one, 1)).toBe(fingerprintOf(wordsOf(one), 1));
      expect(fingerprintOf(one, 1) === fingerprintOf(other, 1)).toBe(wordsOf(one) === wordsOf(other));
      expect(fingerprintOf(one, 1) === NO_WORDS).toBe(wordsOf(one) === "");
    });
    fc.assert(property, { numRuns: 5000 });
  });

  it("differs for another seed", () => {
    expect(fingerprintOf("Bonjour", 1)).not.toBe(fingerprintOf("Bonjour", 2));
  });
});

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
