import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  comparableText,
  composeText,
  readableText,
  weightedLength,
  weightedLengthAtMost,
  weightedLengthWithLinksAtMost,
} from "#lib/networks/x/text.ts";

describe("weightedLength", () => {
  it.each([
    ["plain letters", "a".repeat(280), 280],
    ["accents, composed or not", "e\u0301te\u0301", 3],
    ["an emoji", "🌞", 2],
    ["an emoji of a whole family", "👨‍👩‍👧‍👦", 2],
    ["a flag", "🇫🇷", 2],
    ["Japanese", "日本語", 6],
    ["typographic quotes", "“œuvre”", 7],
    ["a link of any length", `https://example.com/${"a".repeat(100)}`, 23],
    ["a short link", "https://a.fr", 23],
    ["a link without its protocol", "see example.com", 27],
    ["two links", "https://a.fr https://b.fr", 47],
    ["a word with a dot that is no link", "file.txtx", 9],
  ])("counts %s as X does", (_, text, length) => {
    expect(weightedLength(text)).toBe(length);
  });
});

describe("weightedLengthAtMost", () => {
  it("is never less than what X counts", () => {
    const unit = fc.oneof(
      fc.string({ unit: "binary", minLength: 1, maxLength: 2 }),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 3 }),
      fc.constantFrom("https://a.fr", "a.fr", "b.com/c", "t.co", " ", ".", "\u0344", "\u{1D160}", "\uFB2C", "\u0958"),
      fc.constantFrom("©️", "1️⃣", "👩‍🍳", "🇫🇷", "’", "—", "\uD83D", "\uDC69", "\u200D", "\uFE0F", "https://x.example/y"),
    );
    const text = fc.array(unit, { maxLength: 12 }).map((units) => units.join(""));
    const property = fc.property(text, (written) => {
      expect(weightedLengthWithLinksAtMost(written)).toBeGreaterThanOrEqual(weightedLength(written));
      expect(weightedLengthAtMost(written)).toBeGreaterThanOrEqual(weightedLength(written));
    });
    fc.assert(property, { numRuns: 5000 });
  });

  it("is never less, and for links that X knows no more, whatever a plain address looks like", () => {
    const part = fc.string({ unit: fc.constantFrom(..."abz09-_"), minLength: 0, maxLength: 4 });
    const host = fc.tuple(
      fc.constantFrom(
        "a",
        "boulangerie-lumiere",
        "www.lumiere",
        "1.2.3.4",
        "-a",
        "a-",
        "a..b",
        "example.com",
        "xn--caf-dma",
        "",
      ),
      fc.constantFrom("fr", "com", "co.uk", "example", "paris", "xn--p1ai", "c", "museum", ""),
    );
    const path = fc.array(part, { maxLength: 4 }).map((parts) => parts.map((each) => `/${each}`).join(""));
    const query = fc.oneof(
      fc.constant(""),
      fc.array(fc.tuple(part, part), { minLength: 1, maxLength: 4 }).map((pairs) => {
        return `?${pairs.map(([name, value]) => `${name}=${value}%C3%A9`).join("&")}`;
      }),
    );
    const ending = fc.constantFrom("", "=", "&", "-", "_", "/", "%", "?", "é", ".");
    const address = fc
      .tuple(fc.constantFrom("https://", "http://", "HTTPS://"), host, path, query, ending)
      .map(([protocol, names, ...behind]) => `${protocol}${names.join(".")}${behind.join("")}`);
    const property = fc.property(address, (link) => {
      const counted = weightedLength(link);
      expect(weightedLengthWithLinksAtMost(link)).toBeGreaterThanOrEqual(counted);
      if (counted === 23) expect(weightedLengthWithLinksAtMost(link)).toBe(23);
    });
    fc.assert(property, { numRuns: 5000 });
  });

  it("knows a text of plain words to be short", () => {
    expect(weightedLengthAtMost("Goûtez notre bugne du jour. Dorée, légère — qu’en dites-vous ? 👩")).toBe(65);
  });

  it("counts a link of any length as X does", () => {
    expect(weightedLengthWithLinksAtMost(`Lisez https://example.com/${"a".repeat(300)} !`)).toBe(31);
  });
});

describe("composeText", () => {
  it.each([
    ["puts the link on a line of its own", { text: "Lisez", link: "https://a.fr" }, "Lisez\nhttps://a.fr"],
    ["does not repeat a link", { text: "Lisez https://a.fr", link: "https://a.fr" }, "Lisez https://a.fr"],
    ["posts a link alone", { text: "", link: "https://a.fr" }, "https://a.fr"],
    ["posts a text alone", { text: "Lisez" }, "Lisez"],
  ])("%s", (_, draft, text) => {
    expect(composeText(draft)).toBe(text);
  });
});

describe("readableText", () => {
  it("gives back what the author wrote", () => {
    const entities = {
      urls: [
        { url: "https://t.co/aaaaaaaaaa", expanded_url: "https://example.com/$&?a=1&b=2" },
        { url: "https://t.co/bbbbbbbbbb", expanded_url: "https://x.com/acme/status/1/photo/1", media_key: "3_1" },
      ],
    };

    const text = readableText("Thé &amp; café &lt;3 https://t.co/aaaaaaaaaa https://t.co/bbbbbbbbbb", entities);

    expect(text).toBe("Thé & café <3 https://example.com/$&?a=1&b=2");
  });
});

describe("comparableText", () => {
  it.each([
    ["blanks and line ends", "a  b\r\nc ", "a b c"],
    ["composed and decomposed accents", "e\u0301", "é"],
    ["the spelling of an address", "see example.com now", "see http://Example.com/ now"],
    ["the escapes in an address", "https://example.com/été", "https://example.com/%C3%A9t%C3%A9"],
  ])("does not mind %s", (_, one, other) => {
    expect(comparableText(one)).toBe(comparableText(other));
  });

  it.each([
    ["letters", "Soldes", "soldes"],
    ["the path of an address", "https://a.fr/x", "https://a.fr/y"],
    ["what an address asks for", "https://a.fr/?utm_id=1", "https://a.fr/?utm_id=2"],
  ])("minds %s", (_, one, other) => {
    expect(comparableText(one)).not.toBe(comparableText(other));
  });
});
