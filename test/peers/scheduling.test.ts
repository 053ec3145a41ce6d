import { describe, expect, it } from "vitest";
import { dispatchDue } from "#lib/app/publishing/dispatch-due.ts";
import { publicationPlanner } from "#lib/app/publishing/plan-publications.ts";
import { DEFAULT_LATENESS } from "#lib/domain/publishing/lateness.ts";
import { aPublication } from "#test/support/a-publication.ts";
import { networkBench } from "#test/support/network-bench.ts";
import { publishingBench } from "#test/support/publishing-bench.ts";
import { reactions } from "#test/support/scripted-network.ts";
import { simulatedNetworks } from "#test/support/simulated-networks.ts";

describe("what schedulers and queues do to a post", () => {
  it.each(simulatedNetworks)(
    "6: one post on $name, although two schedulers ran in the same minute",
    async (simulated) => {
      const bench = networkBench(simulated, "2026-11-24T08:29:30.000Z");
      await bench.plan();

      for (let minute = 0; minute < 45; minute++) {
        await bench.tick();
        await bench.live(1);
      }

      expect(bench.posts).toHaveLength(1);
      expect(bench.commitCount).toBe(1);
    },
  );

  it("7: one post, although its message came again while the first worker was still sending it", async () => {
    const bench = publishingBench();
    await bench.publications.add([aPublication()]);
    bench.network.commits.push(async (post) => {
      await bench.work("p1", { receiveCount: 2 });
      post();
      return { outcome: "accepted", remoteId: "r1" };
    });

    await bench.work("p1");

    expect(bench.network.commitCount).toBe(1);
    expect(bench.publications.one("p1")).toMatchObject({ state: "published", attempt: 1 });
  });

  it("3: sends the same key again after a 504, where the network promises to make one post of it", async () => {
    const bench = publishingBench();
    bench.network.honoursCommitKey = true;
    bench.network.commits.push(reactions.acceptSilently);
    bench.network.commits.push((post) => {
      if (bench.network.live.length === 0) post();
      return { outcome: "accepted", remoteId: "r1" };
    });
    await bench.publications.add([aPublication()]);

    await bench.live(10);

    expect(bench.network.commitCount).toBe(2);
    expect(new Set(bench.network.live.map(({ commitKey }) => commitKey)).size).toBe(1);
    expect(bench.network.live).toHaveLength(1);
    expect(bench.publications.one("p1").state).toBe("published");
  });

  it("24: is published, although the queue was away when the calendar was imported", async () => {
    const bench = publishingBench("2026-11-24T08:58:30.000Z");
    const { clock, publications, services } = bench;
    const planner = publicationPlanner({
      ...services,
      publishQueue: { send: () => Promise.reject(new Error("the queue is away")) },
    });
    const { publicationId, calendar, rowId, dueAt, draft, wantsStaging } = aPublication();
    const row = { publicationId, calendar, rowId, dueAt, draft, wantsStaging, lateness: DEFAULT_LATENESS };
    const channel = { channelId: "facebook/acme", network: "facebook", name: "acme", remoteId: "100" };

    const planning = planner.plan([{ ...row, channel }], clock.now());
    await expect(planning).rejects.toThrow("the queue is away");
    await clock.run(dispatchDue({ clock, dueIndex: publications, publishQueue: services.publishQueue }));
    await bench.live(3);

    expect(bench.network.live).toHaveLength(1);
    expect(publications.one("p1")).toMatchObject({ state: "published" });
  });

  it("25: is not published again when somebody edits its row afterwards", async () => {
    const bench = publishingBench();
    await bench.publications.add([aPublication()]);
    await bench.work("p1");
    const { calendar, rowId, dueAt, wantsStaging } = aPublication();
    const channel = { channelId: "facebook/acme", network: "facebook", name: "acme", remoteId: "100" };
    const edited = { draft: { text: "Hello again", media: [] }, dueAt: new Date(dueAt.getTime() + 60_000) };

    const row = { publicationId: "p1", calendar, rowId, channel, wantsStaging, lateness: DEFAULT_LATENESS, ...edited };
    const results = await publicationPlanner(bench.services).plan([row], bench.clock.now());
    await bench.live(5);

    expect(results).toMatchObject([{ outcome: "already-out" }]);
    expect(bench.network.live.map(({ text }) => text)).toEqual(["Hello"]);
  });

  it("27: counts as published when the network calls the second attempt a duplicate of the first", async () => {
    const bench = publishingBench();
    bench.network.commits.push(reactions.acceptSilently, reactions.refuseDuplicate);
    bench.network.finds.push({ found: false, because: "absent" }, { found: false, because: "absent" });
    await bench.publications.add([aPublication()]);

    await bench.live(20);

    expect(bench.network.live).toHaveLength(1);
    expect(bench.publications.one("p1")).toMatchObject({ state: "published", remoteId: "r1" });
  });
});
