import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tagged } from "#lib/domain/publishing/calendar/tracking.ts";

const TAGS = { network: "x", campaign: "noël & co", publicationId: "p1" };
const ALL = "utm_source=x&utm_medium=social&utm_campaign=no%C3%ABl%20%26%20co&utm_content=p1";

describe("tagged", () => {
  it.each([
    ["a plain address", "https://a.example/b", `https://a.example/b?${ALL}`],
    ["one with parameters", "https://a.example/?q=1", `https://a.example/?q=1&${ALL}`],
    ["one that ends in a question mark", "https://a.example/?", `https://a.example/?${ALL}`],
    ["one that asks a question mark", "https://a.example/??", `https://a.example/??&${ALL}`],
    ["one with a fragment", "https://a.example/#hours", `https://a.example/?${ALL}#hours`],
    ["one with a fragment that asks", "https://a.example/#/s?q=1", `https://a.example/?${ALL}#/s?q=1`],
    ["a signed one, letter by letter", "https://a.example/?s=%2b+é", `https://a.example/?s=%2b+é&${ALL}`],
    [
      "one that says its source itself",
      "https://a.example/?utm_source=mail",
      `https://a.example/?utm_source=mail&${ALL.replace("utm_source=x&", "")}`,
    ],
  ])("tags %s", (_, link, expected) => {
    expect(tagged(link, TAGS)).toBe(expected);
  });

  it("leaves the campaign out where there is none", () => {
    expect(tagged("https://a.example/", { ...TAGS, campaign: "" })).not.toContain("utm_campaign");
  });

  it("is the same when it is done twice", () => {
    const once = tagged("https://a.example/?q=1#f", TAGS);

    expect(tagged(once, { ...TAGS, publicationId: "p2" })).toBe(once);
  });

  it("keeps every parameter that the link has", () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (link) => {
        const [before, after] = [new URL(link), new URL(tagged(link, TAGS))];

        expect(after.hash).toBe(before.hash);
        expect([...after.searchParams].slice(0, before.searchParams.size)).toEqual([...before.searchParams]);
        expect(after.searchParams.get("utm_content")).toBe(before.searchParams.get("utm_content") ?? "p1");
      }),
    );
  });
});
