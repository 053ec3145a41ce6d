import { describe, expect, it } from "vitest";
import { Budgets } from "#lib/app/accounts/rates/budgets.ts";
import { collectMetrics } from "#lib/app/measurement/collect-metrics.ts";
import type { Channel } from "#lib/domain/accounts/channel.ts";
import type { CollectionJob } from "#lib/domain/measurement/collection-job.ts";
import { bareAccess } from "#test/support/bare-access.ts";
import { InMemoryBudgets } from "#test/support/in-memory-budgets.ts";
import { InMemoryMetrics, InMemoryMetricsQueue } from "#test/support/in-memory-metrics.ts";
import { publish, startNetwork } from "#test/support/network-world.ts";
import { simulatedNetworks } from "#test/support/simulated-networks.ts";

describe.each(simulatedNetworks.filter(({ network }) => network.insights))("collecting from $name", (simulated) => {
  it("stores the numbers of the channel and of a post", async () => {
    const { collect, metrics, channel } = await start(simulated);

    const summary = await collect();

    const [ofChannel, ofPost] = await metrics.days([channel.channelId, "p1"], ALWAYS);
    expect(ofChannel?.values.followers).toBeTypeOf("number");
    expect(ofPost?.values).toMatchObject({ likes: expect.any(Number), comments: expect.any(Number) });
    expect(summary).toMatchObject({ subjectCount: 2, postponedCount: 0, skippedCount: 0 });
  });

  it("comes back when the network asks to slow down, and stores everything in the end", async () => {
    const { collect, metrics, queue, world } = await start(simulated);
    world.simulator.trouble.rateLimit = 1;

    const first = await collect();
    for (let quarter = 0; quarter < 8; quarter++) {
      world.advance(15 * 60_000);
      for (const job of queue.receive()) await collect(job);
    }

    expect(first).toMatchObject({ subjectCount: 0, postponedCount: 2 });
    expect(metrics.all()).toHaveLength(2);
  });

  it("asks once and no more with a token that is refused", async () => {
    const { collect, metrics, queue, world } = await start(simulated);
    world.simulator.trouble.tokenExpired = 1;

    const summary = await collect();

    expect(summary).toEqual({ subjectCount: 0, valueCount: 0, postponedCount: 0, skippedCount: 2 });
    expect([metrics.all(), queue.length]).toEqual([[], 0]);
  });
});

const ALWAYS = { from: "2026-01-01", to: "2026-12-31" };

/** A post on the network, and the services that collect its numbers and the channel's. */
async function start(simulated: (typeof simulatedNetworks)[number]) {
  const world = startNetwork(simulated);
  const { network, context, channel, now } = world;
  const outcome = await publish(world, world.draft());
  if (outcome.outcome !== "accepted") throw new Error(`not published: ${outcome.reason}`);
  const metrics = new InMemoryMetrics();
  const queue = new InMemoryMetricsQueue(now);
  const services = {
    clock: { now },
    channels: { list: async () => [channel] },
    openChannel: async (_: Channel, http = context.http) => bareAccess({ ...context, http }),
    findNetwork: () => network,
    http: context.http,
    budgets: new Budgets({
      store: new InMemoryBudgets(),
      clock: { now, sleep: async () => {} },
      log: { info: () => {}, warn: () => {} },
    }),
    snapshots: metrics,
    queue,
    events: { publish: async () => {} },
    log: { info: () => {}, warn: () => {} },
  };
  const post = { kind: "post", publicationId: "p1", remoteId: outcome.remoteId, dueAt: now() } as const;
  const all: CollectionJob = {
    version: 1,
    channelId: channel.channelId,
    plannedAt: now(),
    attempt: 1,
    subjects: [{ kind: "channel" }, post],
  };
  const collect = (job = all) => collectMetrics(job, services, { remainingMs: () => 60_000 });
  return { world, channel, metrics, queue, collect };
}
