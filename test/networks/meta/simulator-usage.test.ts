import { describe, expect, it } from "vitest";
import { GraphRefusal } from "#lib/networks/meta/simulator-refusal.ts";
import { type GraphGrants, GraphUsageMeter } from "#lib/networks/meta/simulator-usage.ts";

function start(grants: GraphGrants) {
  const clock = { now: new Date("2026-11-23T10:00:00Z") };
  const meter = new GraphUsageMeter({ type: "pages", throttleCode: 80_001 }, () => clock.now, grants);
  const call = () => {
    try {
      meter.take();
      return undefined;
    } catch (error) {
      return error instanceof GraphRefusal ? error.code : error;
    }
  };
  const usage = (isRefused = false) => {
    const headers = meter.headers("1755", isRefused);
    return {
      app: JSON.parse(headers["x-app-usage"] ?? "").call_count,
      page: JSON.parse(headers["x-business-use-case-usage"] ?? "")["1755"][0],
    };
  };
  const advance = (minutes: number) => {
    clock.now = new Date(clock.now.getTime() + minutes * 60_000);
  };
  return { call, usage, advance };
}

describe("the usage that the simulated Graph counts", () => {
  it("fills with the calls of an hour", () => {
    const { call, usage } = start({ callsPerHour: 4, appCallsPerHour: 10 });

    for (let calls = 0; calls < 3; calls++) call();

    expect(usage()).toMatchObject({ app: 30, page: { type: "pages", call_count: 75 } });
  });

  it("refuses the Page's call that is one too many, and says after how many minutes the first is forgotten", () => {
    const { call, usage, advance } = start({ callsPerHour: 2 });
    call();
    advance(20);
    call();

    expect(call()).toBe(80_001);
    expect(usage(true).page).toMatchObject({ call_count: 100, estimated_time_to_regain_access: 60 });
    advance(59);
    expect(call()).toBe(80_001);
    advance(61);
    expect(call()).toBeUndefined();
  });

  it("refuses the app's call that is one too many with another code", () => {
    const { call } = start({ appCallsPerHour: 1 });
    call();

    expect(call()).toBe(4);
  });
});
