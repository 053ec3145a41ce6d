import { describe, expect, it } from "vitest";
import { Budgets } from "#lib/app/accounts/rates/budgets.ts";
import { publishJob } from "#lib/app/publishing/publish.ts";
import type { PublishServices } from "#lib/app/publishing/publish-services.ts";
import { aPublication } from "#test/support/a-publication.ts";
import { networkBench } from "#test/support/network-bench.ts";
import { publishingBench } from "#test/support/publishing-bench.ts";
import { reactions } from "#test/support/scripted-network.ts";
import { simulatedNetworks } from "#test/support/simulated-networks.ts";

const MINUTE_MS = 60_000;
const NINE = Date.parse("2026-11-24T09:00:00.000Z");

/** What one worker of a crowd may have on its way before the first answer. */
const FIRST_WINDOW = 8;

const simulatedX = simulatedNetworks.find(({ network }) => network.name === "x") ?? aFailure();

function aFailure(): never {
  throw new Error("X is not simulated");
}

describe("a rate limit", () => {
  it("is a delay: the post waits until the network grants anew, then goes out", async () => {
    const bench = publishingBench();
    bench.network.commits.push(reactions.rateLimit(new Date(NINE + 15 * MINUTE_MS)));
    await bench.publications.add([aPublication()]);

    await bench.work("p1");
    expect(bench.publications.one("p1")).toMatchObject({ state: "planned", reason: "slow down" });
    expect(bench.events).toMatchObject([
      { type: "PublicationDelayed", detail: { until: "2026-11-24T09:15:00.000Z", reason: "slow down" } },
    ]);

    await bench.live(20);
    const [post, ...others] = bench.network.live;
    expect(others).toEqual([]);
    expect(post?.at.getTime()).toBeGreaterThanOrEqual(NINE + 15 * MINUTE_MS);
    expect(post?.at.getTime()).toBeLessThan(NINE + 16 * MINUTE_MS);
  });

  it("holds back the next post without a claim and without a request", async () => {
    const bench = publishingBench();
    bench.network.commits.push(reactions.rateLimit(new Date(NINE + 15 * MINUTE_MS)));
    await bench.publications.add([aPublication(), aPublication({ publicationId: "p2" })]);
    await bench.work("p1");

    await bench.work("p2");

    expect(bench.network.commitCount).toBe(1);
    expect(bench.publications.one("p2")).toMatchObject({
      state: "planned",
      attempt: 0,
      reason: 'the network\'s limit "publishing" is used up',
    });
    const { nextStepAt } = bench.publications.one("p2");
    expect(nextStepAt?.getTime()).toBeGreaterThanOrEqual(NINE + 15 * MINUTE_MS);
    expect(nextStepAt?.getTime()).toBeLessThan(NINE + 16 * MINUTE_MS);
  });

  it("that outlasts the time in which a post is wanted makes it missed then, and not only when it opens", async () => {
    const bench = publishingBench();
    bench.network.commits.push(reactions.rateLimit(new Date(NINE + 20 * 60 * MINUTE_MS)));
    await bench.publications.add([
      aPublication(),
      aPublication({ publicationId: "p2", lateUpToMs: 10 * MINUTE_MS, ifTooLate: "miss" }),
    ]);
    await bench.work("p1");
    await bench.work("p2");

    await bench.live(15);

    expect(bench.network.commitCount).toBe(1);
    expect(bench.publications.one("p2")).toMatchObject({
      state: "missed",
      reason: 'the network\'s limit "publishing" is used up',
    });
  });

  it("does not keep a post from its second when it ends before", async () => {
    const bench = publishingBench("2026-11-24T08:59:57.000Z");
    bench.network.commits.push(reactions.rateLimit(new Date(NINE - 500)));
    const early = aPublication({ publicationId: "p0", dueAt: new Date(NINE - 3_000) });
    await bench.publications.add([early, aPublication()]);
    await bench.work("p0");

    await bench.work("p1");

    expect(bench.publications.one("p1")).toMatchObject({ state: "published", latenessMs: 0 });
  });

  it("asks the network nothing about a doubtful post, and does not count as an answer", async () => {
    const bench = publishingBench();
    bench.network.commits.push(reactions.acceptSilently);
    await bench.publications.add([aPublication()]);
    await bench.work("p1");
    const line = await bench.services.budgets.open(
      { channelId: "facebook/acme", network: "facebook", name: "acme", remoteId: "100" },
      {},
      bench.services.http,
    );
    const probes = bench.publications.one("p1").probeCount;
    line.refused("reconciling", new Date(NINE + 30 * MINUTE_MS));

    await bench.live(10);
    expect(bench.publications.one("p1")).toMatchObject({ state: "uncertain", probeCount: probes });

    await bench.live(30);
    expect(bench.publications.one("p1").state).toBe("published");
    expect(bench.network.live).toHaveLength(1);
  });

  it("costs no write while all is well", async () => {
    const bench = networkBench(simulatedX);
    await bench.plan();

    await bench.live(45);

    expect(bench.posts).toHaveLength(1);
    expect(bench.budgets.writeCount).toBe(0);
  });
});

interface Storm {
  readonly count: number;
  /** The network refuses from the beginning. */
  readonly isClosed?: boolean;
}

/** Many posts of one channel in one second, ten workers, and a network that takes a hundred in 15 minutes. */
function storm({ count, isClosed = false }: Storm) {
  const commits: number[] = [];
  const bench = networkBench(simulatedX, "2026-11-24T08:59:59.000Z");
  const { clock, services, publications, budgets: store, simulator } = bench;
  const http: PublishServices["http"] = async (request) => {
    if (request.method === "POST") commits.push(clock.now().getTime());
    await clock.sleep(40 + (commits.length % 20));
    return await services.http(request);
  };
  if (isClosed) simulator.trouble.rateLimit = count;
  /** Each is a machine of its own: they have nothing in common but the store. */
  const workers = Array.from({ length: 10 }, () => {
    return { ...services, http, budgets: new Budgets({ store, clock, log: services.log }) };
  });
  const ids = Array.from({ length: count }, (_, index) => `november-${index}`);
  const jobs = Array.from({ length: count / 100 }, (_, index) => ids.slice(100 * index, 100 * index + 100));
  const context = { remainingMs: () => 60_000, receiveCount: 1 };
  return {
    commits,
    ids,
    publications,
    live: bench.live,
    posts: () => bench.posts,
    async begin() {
      const common = { channelId: "x/acme", network: "x", dueAt: new Date(NINE) };
      const each = (id: string) => ({ ...common, publicationId: id, draft: { text: `Bonjour ${id}`, media: [] } });
      await publications.add(ids.map((id) => aPublication({ ...each(id), lateUpToMs: 6 * 60 * MINUTE_MS })));
      const works = jobs.map((job, index) => {
        const publications = job.map((publicationId) => ({ publicationId, revision: 1 }));
        return publishJob({ channelId: "x/acme", publications }, workers[index % workers.length] ?? services, context);
      });
      await clock.run(Promise.all(works));
      simulator.trouble.rateLimit = 0;
    },
  };
}

describe("a thousand posts of one channel in the same second", () => {
  it.each([1_000, 2_000])("make each worker ask eight times at most when the network refuses, of %d", async (count) => {
    const { begin, commits, posts } = storm({ count, isClosed: true });

    await begin();

    expect(posts()).toEqual([]);
    expect(commits.length).toBeLessThanOrEqual(10 * FIRST_WINDOW);
  });

  it.each([500, 1_000])("send little more than what the network takes, of %d", async (count) => {
    const { begin, commits, posts } = storm({ count });

    await begin();

    expect(posts()).toHaveLength(100);
    // Every post that is taken lets one more follow.
    expect(commits.length - 100).toBeLessThanOrEqual(100 + 10 * FIRST_WINDOW);
  });

  it("all go out in the end, spread over each opening, and none fails", async () => {
    const { begin, posts, publications, ids, live } = storm({ count: 200 });
    await begin();

    await live(20);

    expect(new Set(ids.map((id) => publications.one(id).state))).toEqual(new Set(["published"]));
    expect(new Set(posts().map(({ text }) => text)).size).toBe(200);
    const later = posts().filter(({ publishedAt }) => publishedAt.getTime() > NINE + MINUTE_MS);
    const perSecond = Map.groupBy(later, ({ publishedAt }) => Math.floor(publishedAt.getTime() / 1_000));
    expect(Math.max(...[...perSecond.values()].map(({ length }) => length))).toBeLessThanOrEqual(30);
  });
});
