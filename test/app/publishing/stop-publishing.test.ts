import { describe, expect, it } from "vitest";
import { startPublishing, stopPublishing } from "#lib/app/publishing/stop-publishing.ts";
import { publishingEvents } from "#lib/domain/publishing/events.ts";
import type { PublishingStop } from "#lib/domain/publishing/stop.ts";
import { aPublication } from "#test/support/a-publication.ts";
import { publishingBench } from "#test/support/publishing-bench.ts";

const marie = { by: "Marie", why: "wrong price" };

/** A bench, and Marie at the switch. */
function benchWithSwitch(start?: string) {
  const bench = publishingBench(start);
  const { stops } = bench.channelCondition;
  const indexOf = (channelId?: string) => stops.findIndex((each) => each.channelId === channelId);
  const services = {
    clock: bench.clock,
    events: bench.services.events,
    stops: {
      list: async () => stops,
      add: async (stop: PublishingStop) => indexOf(stop.channelId) < 0 && stops.push(stop) > 0,
      remove: async (channelId?: string) => indexOf(channelId) >= 0 && stops.splice(indexOf(channelId), 1).length > 0,
    },
  };
  return { ...bench, services, told: () => bench.events.map(({ type }) => type) };
}

describe("a stop of publishing", () => {
  it("keeps what is due back, and says why in its timeline, once", async () => {
    const bench = benchWithSwitch();
    await bench.publications.add([aPublication()]);
    await stopPublishing(marie, bench.services);

    await bench.live(30);

    const { state, history, reason } = bench.publications.one("p1");
    expect(bench.network.live).toEqual([]);
    expect({ state, reason }).toEqual({ state: "planned", reason: "publishing is stopped by Marie: wrong price" });
    expect(history.map(({ what, detail }) => [what, detail])).toEqual([["waits", reason]]);
    expect(bench.told()).toEqual(["PublishingStopped", "PublicationDelayed"]);
  });

  it("lets it go out within a minute and a half of starting again, however long it was", async () => {
    const bench = benchWithSwitch();
    await bench.publications.add([aPublication()]);
    await stopPublishing(marie, bench.services);
    await bench.live(50);

    await startPublishing({ ...marie, why: "mended" }, bench.services);
    const startedAt = bench.clock.now();
    await bench.live(3);

    const [post] = bench.network.live;
    expect(post && post.at.getTime() - startedAt.getTime()).toBeLessThan(90_000);
    expect(bench.told()).toEqual([
      "PublishingStopped",
      "PublicationDelayed",
      "PublishingResumed",
      "PublicationPublished",
    ]);
  });

  it("costs a waiting publication a write in ten minutes at most", async () => {
    const bench = benchWithSwitch();
    await bench.publications.add([aPublication()]);
    await stopPublishing(marie, bench.services);
    const before = bench.publications.writeCount;

    await bench.live(60);

    expect(bench.publications.writeCount - before).toBeLessThanOrEqual(7);
  });

  it("ends in a miss when it lasts longer than the row may be late", async () => {
    const bench = benchWithSwitch();
    await bench.publications.add([aPublication({ lateUpToMs: 20 * 60_000 })]);
    await stopPublishing(marie, bench.services);

    await bench.live(25);

    expect(bench.publications.one("p1")).toMatchObject({ state: "missed", reason: expect.stringContaining("Marie") });
  });

  it("goes on asking about what is in doubt, and repeats nothing", async () => {
    const bench = benchWithSwitch("2026-11-24T09:01:00.000Z");
    bench.network.honoursCommitKey = true;
    await bench.publications.add([
      aPublication({
        state: "uncertain",
        settledAt: new Date("2026-11-24T09:30:00.000Z"),
        nextStepAt: bench.clock.now(),
      }),
    ]);
    await stopPublishing(marie, bench.services);

    await bench.work("p1");

    expect(bench.network.live).toEqual([]);
    expect(bench.publications.one("p1").history.at(-1)?.what).toBe("asked the network");
  });

  it("reads the switch once for a message of many publications", async () => {
    const bench = benchWithSwitch();
    const ids = Array.from({ length: 100 }, (_, index) => `p${index}`);
    await bench.publications.add(ids.map((publicationId) => aPublication({ publicationId })));

    await bench.workOn(ids);

    expect(bench.network.live).toHaveLength(100);
    expect(bench.channelCondition.readCount).toBe(1);
  });

  it("is said once, and ended once", async () => {
    const bench = benchWithSwitch();

    const answers = [
      await stopPublishing(marie, bench.services),
      await stopPublishing({ ...marie, by: "Paul" }, bench.services),
      await startPublishing(marie, bench.services),
      await startPublishing(marie, bench.services),
    ];

    expect(answers).toEqual([true, false, true, false]);
    expect(bench.told()).toEqual(["PublishingStopped", "PublishingResumed"]);
    for (const { type, detail } of bench.events) {
      const schema = publishingEvents[type as "PublishingStopped"];
      expect(schema.strict().parse(JSON.parse(JSON.stringify(detail)))).toBeTruthy();
    }
  });
});
