import { describe, expect, it } from "vitest";
import { retryAfter, retryAfterDate } from "#lib/networks/retry-after.ts";

const now = new Date("2026-11-24T12:00:00.000Z");
const headers = (text: string) => new Headers({ "retry-after": text });

describe("Retry-After", () => {
  it.each([
    ["120", "2026-11-24T12:02:00.000Z"],
    [" 0 ", "2026-11-24T12:00:00.000Z"],
    ["Tue, 24 Nov 2026 12:05:00 GMT", "2026-11-24T12:05:00.000Z"],
  ])("is understood: %s", (text, expected) => {
    expect(retryAfter(headers(text), now)).toEqual(new Date(expected));
  });

  it.each(["-5", "soon", "1.5", "", "1e9999"])("is unreadable: %j", (text) => {
    expect(retryAfter(headers(text), now)).toBe("unreadable");
    expect(retryAfterDate(headers(text), now)).toBeUndefined();
  });

  it("is nothing where it is absent", () => {
    expect(retryAfter(new Headers(), now)).toBeUndefined();
  });
});
