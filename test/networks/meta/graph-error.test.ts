import { describe, expect, it } from "vitest";
import { isMissingPermission, toNetworkError } from "#lib/networks/meta/graph-error.ts";

const now = new Date("2026-11-23T10:00:00Z");

function refused(error: object, { status = 400, headers = {} } = {}) {
  const response = { status, headers: new Headers(headers), text: JSON.stringify({ error }) };
  return toNetworkError(response, "the-token", now);
}

describe("toNetworkError", () => {
  it.each([
    ["app throttled, which Graph calls transient", { code: 4, is_transient: true }, 403, "RateLimitedError"],
    ["user throttled", { code: 17 }, 400, "RateLimitedError"],
    ["page throttled", { code: 32 }, 400, "RateLimitedError"],
    ["application limit", { code: 341 }, 400, "RateLimitedError"],
    ["custom limit", { code: 613 }, 429, "RateLimitedError"],
    ["page's business use case", { code: 80001 }, 400, "RateLimitedError"],
    ["Instagram's business use case", { code: 80002 }, 429, "RateLimitedError"],
    ["posting too fast", { code: 368, error_subcode: 1390008 }, 400, "RateLimitedError"],
    ["publishing quota used up", { code: 9, error_subcode: 2207042 }, 400, "RateLimitedError"],
    ["restricted as spam", { code: 4, error_subcode: 2207051 }, 400, "ContentRejectedError"],
    ["blocked for policy", { code: 368 }, 400, "ContentRejectedError"],
    ["token expired", { code: 190, error_subcode: 463 }, 401, "TokenRejectedError"],
    ["role on the page lost", { code: 190, error_subcode: 492 }, 400, "TokenRejectedError"],
    ["session", { code: 102 }, 400, "TokenRejectedError"],
    ["no token", { code: 2500 }, 400, "TokenRejectedError"],
    ["permission denied", { code: 10 }, 403, "TokenRejectedError"],
    ["permission missing", { code: 200 }, 403, "TokenRejectedError"],
    ["reply window closed", { code: 10, error_subcode: 2018278 }, 403, "ContentRejectedError"],
    ["duplicate post", { code: 506, error_subcode: 1455006 }, 400, "DuplicateContentError"],
    ["photos already posted", { code: 100, error_subcode: 1366051 }, 400, "DuplicateContentError"],
    ["same content again", { code: 368, error_subcode: 1404082 }, 400, "DuplicateContentError"],
    ["container not ready", { code: 9007, error_subcode: 2207027 }, 400, "NotReadyError"],
    ["container unknown or expired", { code: 24, error_subcode: 2207008 }, 400, "NotReadyError"],
    ["media not to be fetched", { code: 9004, error_subcode: 2207052 }, 400, "NotReadyError"],
    ["invalid parameter", { code: 100 }, 400, "ContentRejectedError"],
    ["gone, or not ours to see", { code: 100, error_subcode: 33 }, 400, "ContentRejectedError"],
    ["picture's ratio", { code: 36003, error_subcode: 2207009 }, 400, "ContentRejectedError"],
    ["API unknown", { code: 1 }, 400, "OutcomeUnknownError"],
    ["API service", { code: 2 }, 400, "OutcomeUnknownError"],
    ["anything transient", { code: 100, is_transient: true }, 400, "OutcomeUnknownError"],
    ["Instagram's own trouble", { code: -1, error_subcode: 2207001 }, 400, "OutcomeUnknownError"],
    ["a server error, whatever it says", { code: 190 }, 500, "OutcomeUnknownError"],
  ])("sorts %s", (_, error, status, name) => {
    expect(refused({ message: "…", ...error }, { status }).name).toBe(name);
  });

  it.each([
    ["an empty body", 400, "", "OutcomeUnknownError"],
    ["a page of a proxy", 502, "<html>", "OutcomeUnknownError"],
    ["JSON without an error", 400, "{}", "OutcomeUnknownError"],
    ["429 without a body", 429, "", "RateLimitedError"],
    ["a code that is no number", 400, '{"error":{"code":"190","message":"490"}}', "OutcomeUnknownError"],
  ])("sorts %s", (_, status, text, name) => {
    expect(toNetworkError({ status, headers: new Headers(), text }, "t", now).name).toBe(name);
  });

  it("does not take digits in a message or a trace id for a code", () => {
    const error = refused({ code: 100, message: "(#100) 190, 490 and 506", fbtrace_id: "A190490" });

    expect(error).toMatchObject({ name: "ContentRejectedError", code: "100" });
  });

  it("comes back when the longest of the estimates is over", () => {
    const usage = {
      "1755": [{ type: "pages", call_count: 100, estimated_time_to_regain_access: 7 }],
      "17841": [{ type: "instagram", call_count: 20, estimated_time_to_regain_access: 0 }],
    };
    const headers = { "x-business-use-case-usage": JSON.stringify(usage) };

    const error = refused({ code: 80001, message: "…" }, { headers });

    expect(error).toMatchObject({ retryAt: new Date("2026-11-23T10:07:00Z"), code: "80001" });
  });

  it.each(["not json", "{}", '{"1":"x"}'])("does without an estimate when the header is %s", (header) => {
    const headers = { "x-business-use-case-usage": header };

    expect(refused({ code: 4, message: "…" }, { headers })).toMatchObject({ retryAt: undefined });
  });

  it("leaves tokens out of the message, ours and any other", () => {
    const { message } = refused({ code: 190, message: "Malformed access token the-token and EAABsbCS1iHgBAxyz" });

    expect(message).toBe("Graph 190: Malformed access token … and …");
  });
});

describe("isMissingPermission", () => {
  it.each([
    [{ code: 10 }, true],
    [{ code: 200 }, true],
    [{ code: 190, error_subcode: 463 }, false],
    [{ code: 102 }, false],
    [{ code: 100 }, false],
  ])("tells a missing permission from a dead token: %j", (error, expected) => {
    expect(isMissingPermission(refused({ message: "…", ...error }))).toBe(expected);
  });
});
