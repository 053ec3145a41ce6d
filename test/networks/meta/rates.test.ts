import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PURPOSES } from "#lib/domain/accounts/rates/purpose.ts";
import { toNetworkError } from "#lib/networks/meta/graph-error.ts";
import { rates } from "#lib/networks/meta/rates.ts";
import { throttleOf } from "#lib/networks/meta/throttles.ts";
import { readSpec, specsAvailable } from "#test/support/specs.ts";

const at = new Date("2026-11-24T12:00:00.000Z");
const plus = (minutes: number) => new Date(at.getTime() + minutes * 60_000);
const request = { method: "POST", url: new URL("https://graph.facebook.com/v26.0/1755/feed") } as const;

function read({ status = 200, headers = {}, body = {} }: { status?: number; headers?: object; body?: unknown }) {
  if (!("read" in rates)) throw new Error("Graph tells its rates");
  const response = { status, headers: new Headers({ ...headers }), text: JSON.stringify(body) };
  return rates.read({ request, response, at });
}

const businessUsage = (usage: object) => ({ "x-business-use-case-usage": JSON.stringify({ "1755": [usage] }) });

describe("the usage headers of Graph", () => {
  it("tell the app's usage, the largest of its three numbers", () => {
    const headers = { "x-app-usage": '{"call_count":28,"total_time":75,"total_cputime":25}' };

    expect(read({ headers }).readings).toEqual([
      { scope: "app", name: "calls of the app", concerns: PURPOSES, usedShare: 0.75, regainsAt: undefined },
    ]);
  });

  it("keep no post back for a full app, whose calls are not those of a Page, unless Graph refuses", () => {
    const headers = { "x-app-usage": '{"call_count":100,"total_time":1,"total_cputime":1}' };

    expect(read({ headers }).readings[0]?.usedShare).toBeLessThan(1);
    expect(read({ status: 403, headers, body: { error: { message: "…", code: 4 } } }).readings).toMatchObject([
      { scope: "app", usedShare: 1 },
    ]);
  });

  it("tell when a throttled Page may come back, in minutes", () => {
    const headers = businessUsage({ type: "pages", call_count: 97, estimated_time_to_regain_access: 19 });

    expect(read({ headers }).readings).toMatchObject([{ scope: "channel", usedShare: 1, regainsAt: plus(19) }]);
  });

  it("keep direct messages apart from everything else", () => {
    const headers = businessUsage({ type: "messenger", call_count: 100 });

    expect(read({ headers }).readings).toMatchObject([{ concerns: ["messaging"], usedShare: 1 }]);
  });

  it("say nothing of ours when they are about ads", () => {
    expect(read({ headers: businessUsage({ type: "ads_insights", call_count: 100 }) })).toEqual({
      readings: [],
      unreadable: [],
    });
  });

  it("believe no more than the whole", () => {
    expect(read({ headers: businessUsage({ type: "pages", call_count: 250 }) }).readings[0]?.usedShare).toBe(1);
  });

  it.each([
    ["x-app-usage", "not json"],
    ["x-app-usage", '{"call_count":"many"}'],
    ["x-business-use-case-usage", '{"1755":{}}'],
    ["retry-after", "soon"],
  ])("are told and ignored when they make no sense: %s: %s", (name, value) => {
    expect(read({ headers: { [name]: value } })).toEqual({ readings: [], unreadable: [name] });
  });

  it("never make the reader throw", () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.json(),
        fc.json(),
        fc.integer({ min: 200, max: 599 }),
        (app, business, body, status) => {
          const ascii = (text: string) => text.replaceAll(/[^\x20-\x7e]/g, "?");
          const headers = { "x-app-usage": ascii(app), "x-business-use-case-usage": ascii(business) };
          const { readings } = read({ headers, status, body: JSON.parse(body) });
          for (const { usedShare } of readings) expect(usedShare >= 0 && usedShare <= 1).toBe(true);
        },
      ),
    );
  });
});

describe("a throttle of Graph", () => {
  const throttled = (code: number, subcode?: number) =>
    read({ status: 400, body: { error: { message: "…", code, error_subcode: subcode } } }).readings;

  it.each([
    [4, undefined, "app", "calls of the app"],
    [341, undefined, "app", "calls of the app"],
    [17, undefined, "channel", "calls of the user"],
    [32, undefined, "channel", "calls of the Page"],
    [613, undefined, "channel", "calls of one kind"],
    [80_001, undefined, "channel", "calls of the Page"],
    [80_002, undefined, "channel", "calls of the Instagram account"],
    [80_006, undefined, "channel", "direct messages"],
    [368, 1_390_008, "channel", "pace of posting"],
    [9, 2_207_042, "channel", "posts in 24 hours"],
  ])("%d/%s closes the limit that it names", (code, subcode, scope, name) => {
    expect(throttled(code, subcode)).toMatchObject([{ scope, name, usedShare: 1 }]);
  });

  it("opens when the usage header says, and not only after the usual while", () => {
    const headers = businessUsage({ type: "pages", call_count: 100, estimated_time_to_regain_access: 7 });

    const { readings } = read({ status: 400, headers, body: { error: { message: "…", code: 80_001 } } });

    expect(readings).toMatchObject([{ name: "calls of the Page", usedShare: 1, regainsAt: plus(7) }]);
  });

  it("waits half an hour where a Page posted too fast, and does not keep direct messages back", () => {
    const [pace] = throttled(368, 1_390_008);

    expect(pace).toMatchObject({ concerns: ["publishing", "replying"], regainsAt: plus(30) });
  });

  it("closes nothing when the account is restricted as spam", () => {
    expect(throttled(4, 2_207_051)).toEqual([]);
  });

  it("is not seen in a success, whatever its body holds", () => {
    expect(read({ status: 200, body: { error: { message: "…", code: 4 } } }).readings).toEqual([]);
  });

  it("without a body is one all the same", () => {
    expect(read({ status: 429, headers: { "retry-after": "60" } }).readings).toMatchObject([
      { usedShare: 1, regainsAt: plus(1) },
    ]);
  });
});

describe("what people saw elsewhere", () => {
  const refused = (error: object) =>
    toNetworkError({ status: 400, headers: new Headers(), text: JSON.stringify({ error }) }, "t", at);

  it("a Page that posts too fast waits and tries again, its post does not fail (368/1390008)", () => {
    expect(refused({ message: "We limit how often you can post", code: 368, error_subcode: 1_390_008 })).toMatchObject({
      name: "RateLimitedError",
      retry: "later",
    });
  });

  it.each(["490", "190"])("a post whose id contains %s is not taken for a refused token", (digits) => {
    const message = `(#100) Object with ID '1755_${digits}${digits}' does not exist`;

    expect(refused({ message, code: 100, error_subcode: 33, fbtrace_id: `A${digits}` }).name).toBe(
      "ContentRejectedError",
    );
  });
});

describe.skipIf(!specsAvailable)("Meta's list of errors", () => {
  interface Listed {
    readonly code: number;
    readonly subcode: number | null;
    readonly where: string;
    readonly class: string;
  }

  it("names no throttle of Graph, Instagram or Messenger that closes nothing", () => {
    const { errors } = readSpec("meta/errors.json") as { errors: Listed[] };
    const ours = errors.filter((each) => ["graph", "instagram", "messenger"].includes(each.where));
    const throttles = ours.filter((each) => each.class === "throttle");

    expect(throttles.length).toBeGreaterThan(8);
    for (const { code, subcode } of throttles) {
      expect(
        throttleOf({ message: "", code, error_subcode: subcode ?? undefined }),
        `${code}/${subcode}`,
      ).toBeDefined();
    }
  });

  it("calls nothing else one that we wait for", () => {
    const { errors } = readSpec("meta/errors.json") as { errors: Listed[] };
    const others = errors.filter((each) => each.class !== "throttle" && each.where === "graph");

    for (const { code, subcode } of others) {
      expect(
        throttleOf({ message: "", code, error_subcode: subcode ?? undefined }),
        `${code}/${subcode}`,
      ).toBeUndefined();
    }
  });
});
