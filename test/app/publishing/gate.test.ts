import { describe, expect, it } from "vitest";
import { GateTooSlowError, publishingGate } from "#lib/app/publishing/gate.ts";
import { VirtualClock } from "#test/support/virtual-clock.ts";

const stop = { by: "Marie", why: "wrong price", since: new Date("2026-11-24T09:00:00.000Z") };

function gateOver(read: (channelId: string) => Promise<{ stops: (typeof stop)[] }>) {
  const clock = new VirtualClock("2026-11-24T09:00:00.000Z");
  const asked: string[] = [];
  const gate = publishingGate(
    {
      read: (channelId) => {
        asked.push(channelId);
        return read(channelId);
      },
    },
    clock,
  );
  return { clock, asked, gate };
}

describe("the gate before a claim", () => {
  it("says who stopped publishing, and why", async () => {
    const { gate } = gateOver(async () => ({ stops: [stop] }));

    expect(await gate.obstacle("x/acme")).toBe("publishing is stopped by Marie: wrong price");
  });

  it("reads once for a hundred claims within a second, and anew after it", async () => {
    const { gate, asked, clock } = gateOver(async () => ({ stops: [] }));

    await Promise.all(Array.from({ length: 100 }, () => gate.obstacle("x/acme")));
    expect(asked).toHaveLength(1);

    clock.advance(1_000);
    await gate.obstacle("x/acme");
    expect(asked).toHaveLength(2);
  });

  it("reads for each channel", async () => {
    const { gate, asked } = gateOver(async () => ({ stops: [] }));

    await Promise.all(["x/acme", "facebook/acme"].map((channelId) => gate.obstacle(channelId)));

    expect(asked).toEqual(["x/acme", "facebook/acme"]);
  });

  it("believes no answer that took so long that the world may have changed, and no failure", async () => {
    const slow = gateOver(async () => {
      slow.clock.advance(2_001);
      return { stops: [] };
    });
    await expect(slow.gate.obstacle("x/acme")).rejects.toThrow(GateTooSlowError);

    let isAway = true;
    const { gate } = gateOver(async () => (isAway ? Promise.reject(new Error("away")) : { stops: [] }));
    await expect(gate.obstacle("x/acme")).rejects.toThrow("away");
    isAway = false;
    expect(await gate.obstacle("x/acme")).toBeUndefined();
  });
});
