import { describe, expect, it } from "vitest";
import { dayRows } from "#lib/domain/measurement/day-rows.ts";
import type { MetricValues } from "#lib/domain/measurement/metrics.ts";
import type { Snapshot } from "#lib/domain/measurement/snapshot.ts";

const subject = {
  kind: "channel",
  subjectId: "x/acme",
  channelId: "x/acme",
  network: "x",
  remoteId: "1",
} as const;

function on(day: string, values: MetricValues): Snapshot {
  return { subject, values, at: new Date(`${day}T23:10:00Z`) };
}

describe("dayRows", () => {
  it("tells the day's last number and what it grew by", () => {
    const rows = dayRows([on("2026-11-23", { followers: 100 }), on("2026-11-24", { followers: 112 })], "2026-11-24");

    expect(rows).toEqual([
      {
        subject,
        day: "2026-11-24",
        at: new Date("2026-11-24T23:10:00Z"),
        metrics: { followers: { value: 112, delta: 12 } },
      },
    ]);
  });

  it.each<[string, MetricValues, MetricValues, object]>([
    ["takes back what the network took back", { likes: 10 }, { likes: 7 }, { likes: { value: 7, delta: -3 } }],
    ["tells no growth from a number that was not there", {}, { likes: 7 }, { likes: { value: 7 } }],
    [
      "keeps a number absent that the network no longer gives",
      { clicks: 3, likes: 1 },
      { likes: 1 },
      { likes: { value: 1, delta: 0 } },
    ],
    ["knows a real zero", { shares: 0 }, { shares: 0 }, { shares: { value: 0, delta: 0 } }],
  ])("%s", (_, before, values, expected) => {
    const rows = dayRows([on("2026-11-30", before), on("2026-12-01", values)], "2026-12-01");

    expect(rows.map(({ metrics }) => metrics)).toEqual([expected]);
  });

  it("tells no growth over a gap of days", () => {
    const rows = dayRows([on("2026-11-20", { likes: 1 }), on("2026-11-24", { likes: 9 })], "2026-11-20");

    expect(rows.map(({ day, metrics }) => [day, metrics.likes])).toEqual([
      ["2026-11-20", { value: 1 }],
      ["2026-11-24", { value: 9 }],
    ]);
  });
});
