import { describe, expect, it } from "vitest";
import { understandToken } from "#cli/token-input.ts";

const now = new Date("2026-11-24T09:00:00.000Z");

describe("a token on standard input", () => {
  it("is a token alone", () => {
    expect(understandToken("abc.def\n", now)).toEqual({ accessToken: "abc.def" });
  });

  it("is the answer of a token endpoint, as it came", () => {
    const answer = { token_type: "bearer", expires_in: 7200, access_token: "a1", refresh_token: "r1", scope: "b c" };

    expect(understandToken(JSON.stringify(answer), now)).toEqual({
      accessToken: "a1",
      refreshToken: "r1",
      expiresAt: new Date("2026-11-24T11:00:00.000Z"),
      scopes: ["b", "c"],
    });
  });

  it.each([
    ["nothing", " \n"],
    ["something else", "canary canary"],
    ["JSON without a token", '{"token": "canary"}'],
    ["broken JSON", '{"access_token": "canary'],
  ])("is refused when it is %s, and not repeated", (_, written) => {
    expect(() => understandToken(written, now)).toThrow(/Give the token on standard input/);
    expect(() => understandToken(written, now)).not.toThrow(/canary/);
  });
});
