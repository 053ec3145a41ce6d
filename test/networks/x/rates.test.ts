import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PURPOSES } from "#lib/domain/accounts/rates/purpose.ts";
import { rates } from "#lib/networks/x/rates.ts";

const at = new Date("2026-11-24T12:00:00.000Z");
const resetsAt = new Date("2026-11-24T12:15:00.000Z");
const seconds = (date: Date) => String(date.getTime() / 1_000);

function read(endpoint: string, headers: Record<string, string>, status = 200) {
  if (!("read" in rates)) throw new Error("X tells its rates");
  const [method, path] = endpoint.split(" ") as ["GET" | "POST", string];
  const request = { method, url: new URL(path, "https://api.x.com") };
  return rates.read({ request, response: { status, headers: new Headers(headers), text: "" }, at });
}

const windowOf = (header: string, remaining: number, limit = 100) => ({
  [`${header}-limit`]: String(limit),
  [`${header}-remaining`]: String(remaining),
  [`${header}-reset`]: seconds(resetsAt),
});

describe("the rate headers of X", () => {
  it.each([
    ["POST /2/tweets", ["publishing", "replying"]],
    ["POST /2/media/upload", ["preparing"]],
    ["POST /2/dm_conversations/with/12/messages", ["messaging"]],
    ["GET /2/users/12/tweets", ["reconciling"]],
    ["GET /2/tweets/12", ["measuring"]],
    ["GET /2/users/12", ["measuring"]],
  ])("tell of the endpoint that was asked: %s", (endpoint, concerns) => {
    expect(read(endpoint, windowOf("x-rate-limit", 25)).readings).toMatchObject([
      { scope: "channel", concerns, usedShare: 0.75, regainsAt: resetsAt },
    ]);
  });

  it("tell of the day of the app and of the user besides", () => {
    const headers = { ...windowOf("x-app-limit-24hour", 10), ...windowOf("x-user-limit-24hour", 50) };

    expect(read("POST /2/tweets", headers).readings).toMatchObject([
      { scope: "app", name: "POST /2/tweets in 24 hours", usedShare: 0.9 },
      { scope: "channel", name: "POST /2/tweets in 24 hours", usedShare: 0.5 },
    ]);
  });

  it("close the endpoint until its window ends when nothing remains, before X has refused anything", () => {
    expect(read("POST /2/tweets", windowOf("x-rate-limit", 0), 201).readings).toMatchObject([
      { usedShare: 1, regainsAt: resetsAt },
    ]);
  });

  it("close it on a 429 whatever they count", () => {
    expect(read("POST /2/tweets", windowOf("x-rate-limit", 3), 429).readings).toMatchObject([
      { name: "POST /2/tweets", usedShare: 1, regainsAt: resetsAt },
    ]);
  });

  it("close the window that is used up, the longest first", () => {
    const headers = { ...windowOf("x-rate-limit", 40), ...windowOf("x-app-limit-24hour", 0, 10_000) };

    expect(read("POST /2/tweets", headers, 429).readings).toMatchObject([
      { scope: "app", name: "POST /2/tweets in 24 hours", usedShare: 1 },
      { scope: "channel", name: "POST /2/tweets", usedShare: 0.6 },
    ]);
  });

  it("may be missing from a 429: then Retry-After counts", () => {
    expect(read("POST /2/tweets", { "retry-after": "60" }, 429).readings).toMatchObject([
      { usedShare: 1, regainsAt: new Date("2026-11-24T12:01:00.000Z") },
    ]);
  });

  it("hold nothing back of an endpoint that serves no purpose of ours", () => {
    expect(read("GET /2/tweets/search/recent", windowOf("x-rate-limit", 0)).readings).toEqual([]);
  });

  it.each([
    { "x-rate-limit-limit": "100", "x-rate-limit-remaining": "many", "x-rate-limit-reset": "1" },
    { "x-rate-limit-remaining": "3" },
    { "x-rate-limit-limit": "-1", "x-rate-limit-remaining": "3", "x-rate-limit-reset": "1" },
  ])("are told and ignored when they make no sense: %j", (headers) => {
    expect(read("POST /2/tweets", headers as Record<string, string>)).toEqual({
      readings: [],
      unreadable: ["x-rate-limit"],
    });
  });

  it("never make the reader throw", () => {
    const value = fc.oneof(fc.integer().map(String), fc.constantFrom("", "0", "NaN", "1e400", "soon"));
    fc.assert(
      fc.property(value, value, value, fc.constantFrom(200, 402, 429, 503), (limit, remaining, reset, status) => {
        const headers = {
          "x-rate-limit-limit": limit,
          "x-rate-limit-remaining": remaining,
          "x-rate-limit-reset": reset,
        };
        for (const { usedShare } of read("POST /2/tweets", headers, status).readings) {
          expect(usedShare >= 0 && usedShare <= 1).toBe(true);
        }
      }),
    );
  });
});

it("closes everything when the credits are gone, for all channels", () => {
  expect(read("GET /2/tweets/12", {}, 402).readings).toEqual([
    { scope: "app", name: "credits", concerns: PURPOSES, usedShare: 1 },
  ]);
});
