import { describe, expect, it } from "vitest";
import { Budgets } from "#lib/app/accounts/rates/budgets.ts";
import { collectMetrics } from "#lib/app/measurement/collect-metrics.ts";
import type { Channel } from "#lib/domain/accounts/channel.ts";
import type { CollectionJob } from "#lib/domain/measurement/collection-job.ts";
import { facebook } from "#lib/networks/facebook/index.ts";
import { createFacebookSimulator } from "#lib/networks/facebook/simulator.ts";
import { bareAccess } from "#test/support/bare-access.ts";
import { InMemoryBudgets } from "#test/support/in-memory-budgets.ts";
import { InMemoryMetrics, InMemoryMetricsQueue } from "#test/support/in-memory-metrics.ts";
import { aDraft, publish, startNetwork } from "#test/support/network-world.ts";
import { simulatedNetworks } from "#test/support/simulated-networks.ts";

const GRANTED = 40;

const pages = simulatedNetworks
  .filter(({ network }) => network === facebook)
  .map((simulated) => ({
    ...simulated,
    createSimulator: (options: Parameters<typeof createFacebookSimulator>[0]) =>
      createFacebookSimulator({ ...options, callsPerHour: GRANTED }),
  }));

const quiet = { info: () => {}, warn: () => {} };

/** A Page that is granted few calls, a post on it, and two workers over one store. */
async function start(simulated: (typeof pages)[number]) {
  const world = startNetwork(simulated);
  const { network, context, channel, now } = world;
  const store = new InMemoryBudgets();
  const worker = () => new Budgets({ store, clock: { now, sleep: async () => {} }, log: quiet });
  const calls = { count: 0 };
  const http: typeof context.http = async (request) => {
    calls.count++;
    return await context.http(request);
  };
  const outcome = await publish({ ...world, context: { ...context, http } }, aDraft());
  if (outcome.outcome !== "accepted") throw new Error(`not published: ${outcome.reason}`);
  const queue = new InMemoryMetricsQueue(now);
  const services = {
    clock: { now },
    channels: { list: async () => [channel] },
    openChannel: async (_: Channel, over = http) => bareAccess({ ...context, http: over }),
    findNetwork: () => network,
    http,
    budgets: worker(),
    snapshots: new InMemoryMetrics(),
    queue,
    events: { publish: async () => {} },
    log: quiet,
  };
  const subjects = Array.from({ length: 50 }, (_, index) => {
    return { kind: "post", publicationId: `p${index}`, remoteId: outcome.remoteId, dueAt: now() } as const;
  });
  const job: CollectionJob = { version: 1, channelId: channel.channelId, plannedAt: now(), attempt: 1, subjects };
  const line = await worker().open(channel, network, http);
  return { world, line, calls, collect: () => collectMetrics(job, services, { remainingMs: () => 60_000 }) };
}

describe.each(pages)("numbers of many posts on a Page that is granted few calls", (simulated) => {
  it("stop while almost a third is left, and a post still goes out", async () => {
    const { collect, calls, world, line } = await start(simulated);

    const { subjectCount, postponedCount } = await collect();

    expect(subjectCount).toBeGreaterThan(5);
    expect(postponedCount).toBe(50 - subjectCount);
    // The last subject may take two calls.
    expect(calls.count).toBeLessThanOrEqual(0.7 * GRANTED + 2);
    const context = { ...world.context, http: line.http };
    expect(await publish({ ...world, context }, aDraft({ text: "Encore" }))).toMatchObject({ outcome: "accepted" });
  });
});
