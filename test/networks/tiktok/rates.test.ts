import { describe, expect, it } from "vitest";
import type { HttpRequest } from "#lib/networks/http.ts";
import { rates } from "#lib/networks/tiktok/rates.ts";

const at = new Date("2026-11-24T09:00:00Z");
const MINUTE_MS = 60_000;

function read(request: Partial<HttpRequest>, status: number, code = "", headers: Record<string, string> = {}) {
  if ("untold" in rates) throw new Error("TikTok tells of its limits");
  const text = code && JSON.stringify({ data: {}, error: { code, message: "", log_id: "1" } });
  const url = new URL("https://open.tiktokapis.com/v2/post/publish/video/init/");
  const response = { status, headers: new Headers(headers), text };
  return rates.read({ request: { method: "POST", url, ...request }, response, at });
}

const api = (path: string) => ({ url: new URL(path, "https://open.tiktokapis.com") });

describe("what TikTok's answers tell of its limits", () => {
  it("is nothing before it refuses", () => {
    expect(read({}, 200, "ok")).toEqual({ readings: [], unreadable: [] });
    expect(read({}, 400, "invalid_param")).toEqual({ readings: [], unreadable: [] });
  });

  it.each([
    ["/v2/post/publish/creator_info/query/", ["preparing"]],
    ["/v2/post/publish/video/init/", ["preparing"]],
    ["/v2/post/publish/content/init/", ["publishing"]],
    ["/v2/post/publish/status/fetch/", ["reconciling", "measuring"]],
    ["/v2/video/list/", ["reconciling"]],
    ["/v2/video/query/", ["measuring"]],
  ])("is a minute's pause of %s", (path, concerns) => {
    const regainsAt = new Date(at.getTime() + MINUTE_MS);

    expect(read(api(path), 429, "rate_limit_exceeded").readings).toEqual([
      { scope: "channel", name: `POST ${path}`, concerns, usedShare: 1, regainsAt },
    ]);
  });

  it("is an hour's pause of all posts when the day is used up, whatever the status", () => {
    expect(read({}, 200, "spam_risk_too_many_posts").readings).toEqual([
      {
        scope: "channel",
        name: "posts in 24 hours",
        concerns: ["preparing", "publishing"],
        usedShare: 1,
        regainsAt: new Date(at.getTime() + 60 * MINUTE_MS),
      },
    ]);
  });

  it("is no limit of other channels when the app has published for enough accounts", () => {
    expect(read({}, 200, "reached_active_user_cap").readings).toMatchObject([{ scope: "channel" }]);
  });

  it("is of uploads when the upload host refuses", () => {
    const upload = { method: "PUT", url: new URL("https://open-upload.tiktokapis.com/video/?upload_id=1") } as const;

    expect(read(upload, 429).readings).toMatchObject([{ name: "upload", concerns: ["preparing", "publishing"] }]);
  });

  it("is when TikTok says, where it says so, and never an error", () => {
    expect(read({}, 429, "", { "retry-after": "7" }).readings).toMatchObject([
      { regainsAt: new Date(at.getTime() + 7_000) },
    ]);
    expect(read({}, 429, "", { "retry-after": "soon" })).toMatchObject({
      readings: [{ usedShare: 1 }],
      unreadable: ["retry-after"],
    });
    expect(read(api("/v2/elsewhere/"), 429).readings).toEqual([]);
  });
});
