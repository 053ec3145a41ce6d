import { describe, expect, it } from "vitest";
import { type ArchiveListing, replayDeliveries } from "#lib/app/engagement/replay-deliveries.ts";
import { archiveFolder } from "#lib/domain/engagement/archive-key.ts";
import { Delivery } from "#lib/domain/engagement/delivery.ts";

describe("replaying the archive", () => {
  it("sends every kept delivery of the days as a claim check, and no others", async () => {
    const kept = ["2026-11-22", "2026-11-23", "2026-11-24"].map(
      (day) => `${archiveFolder("x", new Date(day))}d-${day}`,
    );
    const archive: ArchiveListing = {
      async *keys(network, day) {
        yield kept.filter((key) => key.startsWith(archiveFolder(network, day)));
      },
    };
    const sent: Delivery[] = [];
    const queue = { send: async (delivery: Delivery) => void sent.push(Delivery.parse(delivery)) };

    const range = { from: new Date("2026-11-23T15:00:00Z"), to: new Date("2026-11-24T01:00:00Z") };
    const count = await replayDeliveries({ networks: ["facebook", "x"], ...range }, { archive, queue });

    expect(count).toBe(2);
    expect(sent.map(({ deliveryId, network, archiveKey }) => [deliveryId, network, archiveKey])).toEqual([
      ["d-2026-11-23", "x", "webhooks/x/2026/11/23/d-2026-11-23"],
      ["d-2026-11-24", "x", "webhooks/x/2026/11/24/d-2026-11-24"],
    ]);
  });
});
