import { describe, expect, it } from "vitest";
import type { Draft } from "#lib/domain/publishing/draft.ts";
import { PRIVATE_ACCOUNT, type TikTokBehaviour } from "#lib/networks/tiktok/simulator-behaviour.ts";
import { photos, simulatedTikTok } from "#test/networks/tiktok/tiktok-world.ts";
import { networkBench } from "#test/support/network-bench.ts";

/** A post on TikTok, and every request that TikTok gets. */
async function onTikTok(behaviour: TikTokBehaviour, change: Partial<Draft> = {}) {
  const bench = networkBench(simulatedTikTok(behaviour));
  const requests: string[] = [];
  const handle = bench.simulator.handle.bind(bench.simulator);
  bench.simulator.handle = async (request) => {
    requests.push(new URL(request.url).pathname);
    return await handle(request);
  };
  await bench.plan(change);
  const publication = () => bench.publications.one("p1");
  const requestCount = (path: string) => requests.filter((each) => each.includes(path)).length;
  const states = () => publication().history.map(({ what }) => what);
  return { ...bench, publication, requestCount, states, requests };
}

describe("a video that TikTok has taken and works on", () => {
  const working = { processingMs: 90_000, moderationMs: 60_000 };

  it("16: is there once, although the worker was killed between the upload and our note of it", async () => {
    const { faults, live, publication, requestCount, posts, ...bench } = await onTikTok(working);
    faults.push(async (send) => {
      await send();
      throw new Error("killed");
    });

    await live(75);

    expect(bench.simulator.truth.posts).toHaveLength(1);
    expect(requestCount("/video/init/")).toBe(1);
    expect(publication()).toMatchObject({ state: "published", remoteId: bench.simulator.truth.posts[0]?.remoteId });
  });

  it("16: is published when TikTok says so, with nobody told of a doubt", async () => {
    const { live, publication, states, simulator, events } = await onTikTok(working);

    await live(75);

    expect(simulator.truth.posts.map(({ publishedAt }) => publishedAt.toISOString())).toEqual([
      "2026-11-24T09:01:30.000Z",
    ]);
    expect(publication()).toMatchObject({ state: "published", latenessMs: 0, url: simulator.truth.posts[0]?.url });
    expect(states()).toContain("handed over");
    expect(events.map(({ type }) => type)).not.toContain("PublicationUncertain");
  });

  it("16: is sent once, although TikTok refused nothing and lost our last answer", async () => {
    const { live, publication, simulator, requestCount } = await onTikTok(working);
    simulator.trouble.dropAfterAccept = 1;

    await live(75);

    expect(simulator.truth.posts).toHaveLength(1);
    expect(requestCount("/video/init/")).toBe(1);
    expect(publication().state).toBe("published");
  });

  it("16: waits for a person when it lies in the account's inbox, and is not called published", async () => {
    const { live, publication, simulator } = await onTikTok({ landsInInbox: true });

    await live(75);

    expect(publication()).toMatchObject({ state: "review", question: "is-it-live" });
    expect(publication().reason).toMatch(/finish it, or delete it, in the app/);
    expect(simulator.truth.posts).toEqual([]);
  });
});

describe("a post that TikTok refuses because of the app or the account", () => {
  it("17: fails at once and says why, when the app is not audited", async () => {
    const { live, publication, requests } = await onTikTok({ isAudited: false });

    await live(75);

    expect(publication()).toMatchObject({ state: "failed", reason: expect.stringMatching(/have the app audited/) });
    expect(requests).toHaveLength(2);
  });

  it("17: goes out privately without an audit, on an account that is private", async () => {
    const behaviour = { isAudited: false, privacyOptions: PRIVATE_ACCOUNT };
    const { live, publication } = await onTikTok(behaviour, { options: { privacy: "private" } });

    await live(75);

    expect(publication().state).toBe("published");
  });

  it("17: fails at once and says why, when the photos come from a domain that is not verified", async () => {
    const { live, publication, requestCount } = await onTikTok({ ownedPrefixes: ["https://ours.example/"] }, photos);

    await live(75);

    expect(publication()).toMatchObject({ state: "failed", reason: expect.stringMatching(/domain that is verified/) });
    expect(requestCount("/content/init/")).toBe(1);
  });

  it("17: waits, and asks once an hour, when the app has published for enough accounts today", async () => {
    const { live, publication, requests } = await onTikTok({ isUserCapReached: true });

    await live(180);

    expect(publication()).toMatchObject({
      state: "missed",
      reason: expect.stringMatching(/accounts of the app in 24 hours/),
    });
    expect(requests.length).toBeLessThanOrEqual(4);
  });
});
