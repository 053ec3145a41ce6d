import { describe, expect, it } from "vitest";
import { publishedPosts } from "#lib/app/measurement/published-posts.ts";
import { readMetrics } from "#lib/app/measurement/read-metrics.ts";
import { aJob, HOUR_MS, MeasurementBench } from "#test/support/measurement-bench.ts";

/** Three days of numbers: the channel and two posts, one hour of each day. */
async function measured() {
  const bench = new MeasurementBench();
  for (let day = 0; day < 3; day++) {
    bench.chirper.answers.set("acme-1", () => ({ followers: 100 + day * day }));
    await bench.collect(aJob("channel", "p1", "p2"));
    bench.clock.advance(24 * HOUR_MS);
  }
  return bench;
}

const days = { from: new Date("2026-11-25T12:00:00Z"), to: new Date("2026-11-26T03:00:00Z") };

describe("readMetrics", () => {
  it("gives a channel's days, the first one's growth included", async () => {
    const { metrics } = await measured();

    const rows = await readMetrics({ channelId: "chirper/acme", ...days }, metrics);

    expect(rows.map(({ day, metrics: { followers } }) => [day, followers])).toEqual([
      ["2026-11-25", { value: 101, delta: 1 }],
      ["2026-11-26", { value: 104, delta: 3 }],
    ]);
  });

  it("gives posts in the order asked for; one without numbers has no row", async () => {
    const { metrics } = await measured();

    const rows = await readMetrics({ publicationIds: ["p2", "unknown", "p1"], ...days }, metrics);

    expect(rows.map(({ subject, day }) => `${subject.subjectId} ${day}`)).toEqual([
      "p2 2026-11-25",
      "p2 2026-11-26",
      "p1 2026-11-25",
      "p1 2026-11-26",
    ]);
  });
});

describe("publishedPosts", () => {
  it("lists the posts of whole days, latest day first", async () => {
    const bench = new MeasurementBench();
    await bench.publish("today", 1);
    await bench.publish("yesterday", 24);
    await bench.publish("before", 48);
    await bench.publish("missed", 1, { state: "missed" });

    const found: string[] = [];
    const range = { from: new Date("2026-11-23T23:59:00Z"), to: new Date("2026-11-24T00:00:00Z") };
    for await (const page of publishedPosts(range, bench.publications))
      found.push(...page.map((post) => post.publicationId));

    expect(found).toEqual(["today", "yesterday"]);
  });
});
