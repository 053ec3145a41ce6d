import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fingerprintOf, NO_WORDS, saidBy } from "#lib/app/publishing/calendar/fingerprint.ts";

describe("fingerprintOf", () => {
  it("is the same for the same words, however many blanks are around and between them", () => {
    const unit = fc.constantFrom(" ", "\n", "\t", "\u00A0", "\u2003", "\uFEFF", "\u3000", "a", "b", "é", "🥐");
    const text = fc.string({ unit, maxLength: 8 });
    const wordsOf = (written: string) => written.replaceAll(/\s\s+/g, " ").trim();
    const property = fc.property(text, text, (one, other) => {
      expect(fingerprintOf(one)).toBe(fingerprintOf(wordsOf(one)));
      expect(fingerprintOf(one) === fingerprintOf(other)).toBe(wordsOf(one) === wordsOf(other));
      expect(fingerprintOf(one) === NO_WORDS).toBe(wordsOf(one) === "");
    });
    fc.assert(property, { numRuns: 5000 });
  });

  it("reads long texts as it reads short ones", () => {
    const long = "Bonjour 🥐 ".repeat(10_000);

    expect(fingerprintOf(` ${long}`)).toBe(fingerprintOf(long));
    expect(fingerprintOf(`${long}!`)).not.toBe(fingerprintOf(long));
  });
});

describe("saidBy", () => {
  it("tells texts apart by what they say and by who says it", () => {
    const texts = ["Bonjour", "Bonsoir", "À demain"].map(fingerprintOf);
    const said = texts.flatMap((text) => Array.from({ length: 1000 }, (_, speaker) => saidBy(speaker, text)));

    expect(new Set(said).size).toBe(3000);
    expect(said.every(Number.isSafeInteger)).toBe(true);
  });
});
