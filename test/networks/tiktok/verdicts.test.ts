import { describe, expect, it } from "vitest";
import { codeOf, explainAnswer } from "#lib/networks/tiktok/errors.ts";
import { failureOf } from "#lib/networks/tiktok/verdicts.ts";
import { readJson } from "#lib/networks/tiktok/wire.ts";

const now = new Date("2026-11-24T09:00:00Z");
const MINUTE_MS = 60_000;

function answer(status: number, code: string, message = "Some words.") {
  const text = JSON.stringify({ data: {}, error: { code, message, log_id: "1" } });
  return { status, headers: new Headers(), text };
}

describe("what a refusal of TikTok proves", () => {
  it.each([
    ["access_token_invalid", 401, "TokenRejectedError", { lacks: "validity" }],
    ["scope_not_authorized", 401, "TokenRejectedError", { lacks: "permission" }],
    ["scope_permission_missed", 403, "TokenRejectedError", { lacks: "permission" }],
    ["rate_limit_exceeded", 429, "RateLimitedError", { retryAt: new Date(now.getTime() + MINUTE_MS) }],
    ["spam_risk_too_many_posts", 403, "RateLimitedError", { retryAt: new Date(now.getTime() + 60 * MINUTE_MS) }],
    ["spam_risk_too_many_posts", 200, "RateLimitedError", {}],
    ["spam_risk_too_many_pending_share", 403, "RateLimitedError", {}],
    ["reached_active_user_cap", 200, "RateLimitedError", {}],
    ["spam_risk_user_banned_from_posting", 403, "ContentRejectedError", {}],
    ["unaudited_client_can_only_post_to_private_accounts", 403, "ContentRejectedError", {}],
    ["url_ownership_unverified", 403, "ContentRejectedError", {}],
    ["privacy_level_option_mismatch", 403, "ContentRejectedError", {}],
    ["invalid_param", 400, "ContentRejectedError", { code: "400/invalid_param" }],
    ["internal_error", 500, "OutcomeUnknownError", {}],
    ["internal_error", 200, "OutcomeUnknownError", {}],
    ["something_new", 200, "OutcomeUnknownError", {}],
    ["something_new", 502, "OutcomeUnknownError", {}],
  ])("takes %s under %i for %s", (code, status, name, more) => {
    expect(explainAnswer(answer(status, code), now)).toMatchObject({ name, ...more });
  });

  it.each([
    [403, "OutcomeUnknownError"],
    [404, "OutcomeUnknownError"],
    [502, "OutcomeUnknownError"],
    [429, "RateLimitedError"],
    [401, "TokenRejectedError"],
  ])("believes the page of a proxy under %i no more than %s", (status, name) => {
    expect(explainAnswer({ status, headers: new Headers(), text: "<html>" }, now)).toMatchObject({ name });
  });

  it("says in words for people what a person has to do", () => {
    const words = (code: string) => explainAnswer(answer(403, code), now).message;

    expect(words("unaudited_client_can_only_post_to_private_accounts")).toMatch(/have the app audited/);
    expect(words("url_ownership_unverified")).toMatch(/verified for the app/);
    expect(words("reached_active_user_cap")).toMatch(/no more accounts today/);
    expect(words("spam_risk_user_banned_from_posting")).toMatch(/banned this account/);
  });

  it("is a success with the word ok", () => {
    expect(codeOf(answer(200, "ok", "").text)).toBeUndefined();
  });
});

describe("why a post failed that TikTok had taken", () => {
  it.each([
    ["internal", true],
    ["photo_pull_failed", true],
    ["video_pull_failed", true],
    ["spam_risk_too_many_posts", true],
    ["file_format_check_failed", false],
    ["duration_check_failed", false],
    ["frame_rate_check_failed", false],
    ["picture_size_check_failed", false],
    ["spam_risk_text", false],
    ["auth_removed", false],
    ["something_new", false],
    ["", false],
  ])("may pass after %s: %s", (code, mayPass) => {
    expect(failureOf(code)).toMatchObject({ mayPass, reason: expect.stringMatching(/\w+ \w+/) });
  });
});

describe("readJson", () => {
  it("keeps every digit of TikTok's ids", () => {
    const text = '{"data":{"publicaly_available_post_id": [7312345678901234568,7312345678901234569]}}';

    expect(readJson(text)).toEqual({
      data: { publicaly_available_post_id: ["7312345678901234568", "7312345678901234569"] },
    });
  });

  it("leaves the words of a caption alone", () => {
    const title = '"publicaly_available_post_id":[1]';

    expect(readJson(JSON.stringify({ title, publicaly_available_post_id: [] }))).toEqual({
      title,
      publicaly_available_post_id: [],
    });
  });
});
