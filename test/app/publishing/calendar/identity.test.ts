import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { publicationIdOf, rowIdFromContent } from "#lib/app/publishing/calendar/identity.ts";

const row = { dueAt: new Date("2026-12-01T09:00:00Z"), text: "Bonjour", mediaNames: ["a.jpg"] };

describe("publicationIdOf", () => {
  it("is p and the first hundred bits of a SHA-256, in base32", () => {
    const bits = Array.from(createHash("sha256").update('["december","r-1","x/acme"]').digest(), (byte) =>
      byte.toString(2).padStart(8, "0"),
    ).join("");
    const letters = bits.slice(0, 100).match(/.{5}/g) ?? [];

    const id = publicationIdOf("december", "r-1", "x/acme");

    expect(id).toMatch(/^p[a-z2-7]{20}$/);
    expect(id.slice(1)).toBe(
      letters.map((five) => "abcdefghijklmnopqrstuvwxyz234567"[Number.parseInt(five, 2)]).join(""),
    );
  });

  it("differs by calendar, row and channel, however their names run into each other", () => {
    const ids = [
      publicationIdOf("a", "bc", "x/acme"),
      publicationIdOf("ab", "c", "x/acme"),
      publicationIdOf("a", "bc", "x/acme2"),
    ];

    expect(new Set(ids).size).toBe(3);
  });
});

describe("rowIdFromContent", () => {
  it.each([
    ["time", { ...row, dueAt: new Date("2026-12-01T09:01:00Z") }],
    ["text", { ...row, text: "Bonsoir" }],
    ["files", { ...row, mediaNames: [] }],
  ])("makes another row of another %s", (_, other) => {
    expect(rowIdFromContent(other)).not.toBe(rowIdFromContent(row));
  });
});
