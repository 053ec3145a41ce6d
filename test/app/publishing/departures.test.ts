import { describe, expect, it } from "vitest";
import { Departures } from "#lib/app/publishing/departures.ts";
import { aPublication } from "#test/support/a-publication.ts";
import { publishingBench } from "#test/support/publishing-bench.ts";
import { reactions } from "#test/support/scripted-network.ts";
import { VirtualClock } from "#test/support/virtual-clock.ts";

const NINE = "2026-11-24T09:00:00.000Z";

describe("what is to be recorded", () => {
  /** How long a record waits, in milliseconds, while posts wait so long for their turns. */
  async function waitOf(...turnsMs: readonly number[]) {
    const clock = new VirtualClock(NINE);
    const departures = new Departures(clock);
    for (const turnMs of turnsMs) void departures.lineUp(clock.sleep(turnMs));
    await clock.run(departures.over());
    return clock.now().getTime() - Date.parse(NINE);
  }

  it("does not wait where nothing is about to leave", async () => {
    expect(await waitOf()).toBe(0);
  });

  it("waits until the last post has left", async () => {
    expect(await waitOf(300, 700, 100)).toBe(700);
  });

  it("waits no longer than a second", async () => {
    expect(await waitOf(5_000)).toBe(1_000);
  });

  it("waits for posts that come when all before them had left", async () => {
    const clock = new VirtualClock(NINE);
    const departures = new Departures(clock);
    await clock.run(departures.lineUp(clock.sleep(100)));
    void departures.lineUp(clock.sleep(400));

    await clock.run(departures.over());

    expect(clock.now().toISOString()).toBe("2026-11-24T09:00:00.500Z");
  });

  it("does not wait for a post whose turn never came", async () => {
    const clock = new VirtualClock(NINE);
    const departures = new Departures(clock);
    await departures.lineUp(Promise.reject(new Error("no turn"))).catch(() => {});

    await clock.run(departures.over());

    expect(clock.now().toISOString()).toBe(NINE);
  });
});

describe("a crowd that is due in the same second", () => {
  const ids = Array.from({ length: 100 }, (_, index) => `p${index}`);

  async function crowdBench() {
    const bench = publishingBench();
    await bench.publications.add(ids.map((publicationId) => aPublication({ publicationId })));
    return bench;
  }

  it("leaves before any of it is recorded as published", async () => {
    const bench = await crowdBench();
    bench.network.commits.push(
      ...ids.map((remoteId) => async (post: () => void) => {
        post();
        await bench.clock.sleep(40);
        return { outcome: "accepted" as const, remoteId };
      }),
    );
    const leftBeforeRecord: number[] = [];
    bench.publications.beforeApply = ({ set }) => {
      if (set.state === "published") leftBeforeRecord.push(bench.network.commitCount);
    };

    await bench.workOn(ids);

    expect(leftBeforeRecord).toEqual(Array(100).fill(100));
  });

  it("does not leave before the refusal of some of it is noted", async () => {
    const bench = await crowdBench();
    const refusal = reactions.rateLimit(new Date("2026-11-24T09:15:00.000Z"));
    bench.network.commits.push(
      ...ids.map(() => async (post: () => void) => {
        await bench.clock.sleep(40);
        return await refusal(post);
      }),
    );

    await bench.workOn(ids);

    expect(bench.network.commitCount).toBe(8);
  });
});
