import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import type { Http } from "#lib/networks/http.ts";
import type { RatesRead } from "#lib/networks/network.ts";
import { networks } from "#lib/networks/registry.ts";
import {
  makeTrouble,
  type NetworkWorld,
  publish,
  publishingOf,
  secrets,
  stageAll,
  startNetwork,
} from "#test/support/network-world.ts";
import { simulatedNetworks } from "#test/support/simulated-networks.ts";

/*
 * What every network of the registry promises to the rest of Antenne, held against its own simulator. What it promises
 * about customers' messages is in contract-engagement.test.ts.
 */

/** Longer than any network remembers a text as a duplicate. */
const A_DAY_AND_AN_HOUR_MS = 25 * 60 * 60_000;

it("has a simulator for every network of the registry", () => {
  const simulated = simulatedNetworks.map(({ network }) => network);

  expect(networks.filter((network) => !simulated.includes(network))).toEqual([]);
});

describe.each(simulatedNetworks)("what $name promises about limits and checks", (simulated) => {
  it("declares its limits", () => {
    const { textLength, imageCount, imageBytes, imageTypes, videoCount, videoBytes, videoTypes, altTextLength } =
      simulated.network.limits;

    for (const limit of [textLength, imageCount, imageBytes, imageTypes.length]) expect(limit).toBeGreaterThan(0);
    expect(altTextLength).toBeGreaterThanOrEqual(0);
    expect(videoCount > 0, "a network that takes videos says how large").toBe(videoBytes > 0 && videoTypes.length > 0);
  });

  it("accepts a plain draft", () => {
    const world = startNetwork(simulated);

    expect(publishingOf(world).check(world.draft(), world.channel)).toEqual([]);
  });

  it("refuses a text over the limit, names the column and a remedy", () => {
    const world = startNetwork(simulated);
    const text = "a".repeat(world.network.limits.textLength + 1);

    const problems = publishingOf(world).check(world.draft({ text }), world.channel);

    expect(problems).toMatchObject([
      { column: "text", problem: expect.any(String), remedy: expect.stringMatching(/./) },
    ]);
  });

  it("accepts a text of exactly the limit, and publishes it", async () => {
    const world = startNetwork(simulated);
    const draft = world.draft({ text: "a".repeat(world.network.limits.textLength) });

    expect(publishingOf(world).check(draft, world.channel)).toEqual([]);
    expect(await publish(world, draft)).toMatchObject({ outcome: "accepted" });
  });
});

describe.each(simulatedNetworks)("what $name promises about staging", (simulated) => {
  it("changes one thing at the network in each step", async () => {
    const world = startNetwork(simulated);
    let writes = 0;
    const http: typeof world.context.http = (request) => {
      if (request.method !== "GET") writes++;
      return world.context.http(request);
    };

    const { steps } = await stageAll({ ...world, context: { ...world.context, http } }, world.draft());

    expect(writes).toBeLessThanOrEqual(steps.length);
  });

  it("goes on from any stored progress", async () => {
    const world = startNetwork(simulated);
    const { steps } = await stageAll(world, world.draft());

    for (const { progress } of steps) {
      const again = await stageAll(world, world.draft(), JSON.parse(JSON.stringify(progress)));

      expect(again.steps.at(-1)?.status).toBe("staged");
    }
  });

  it("shows nothing to followers", async () => {
    const world = startNetwork(simulated);

    await stageAll(world, world.draft());

    expect(world.simulator.truth.posts).toEqual([]);
  });
});

/** Everything up to the irreversible call, with the clock at that call. */
async function readyToCommit(world: NetworkWorld) {
  const draft = world.draft();
  const publishing = publishingOf(world);
  const progress = publishing.needsStaging(draft) ? (await stageAll(world, draft)).progress : undefined;
  const sought = { draft, progress, commitKey: "commit-key", attemptedAt: world.now() };
  return {
    sought,
    commit: () => publishing.commit(draft, progress, sought.commitKey, world.context),
    find: () => {
      world.advance(publishing.settleMs);
      return publishing.find(sought, world.context);
    },
  };
}

describe.each(simulatedNetworks)("what $name promises about a commit", (simulated) => {
  it("makes exactly one post", async () => {
    const world = startNetwork(simulated);
    const { commit } = await readyToCommit(world);

    const outcome = await commit();

    const { posts } = world.simulator.truth;
    const { text, media } = world.draft();
    expect(posts).toMatchObject([{ text, media: media.map(({ kind }) => ({ kind })) }]);
    expect(outcome).toMatchObject({ outcome: "accepted", remoteId: posts[0]?.remoteId });
  });

  it("goes first to the origin that is connected to ahead", async () => {
    const world = startNetwork(simulated);
    const origins: string[] = [];
    const http: Http = async (request) => {
      origins.push(request.url.origin);
      return await world.context.http(request);
    };
    const watched = { ...world, context: { ...world.context, http } };
    const { commit, sought } = await readyToCommit(watched);
    origins.splice(0);

    await commit();

    expect(origins[0]).toBe(publishingOf(world).origin(sought.draft));
  });

  it.each(["dropAfterAccept", "errorAfterAccept"] as const)(
    "is ambiguous after %s, and the post is found",
    async (kind) => {
      const world = startNetwork(simulated);
      const { commit, find } = await readyToCommit(world);
      makeTrouble(world, kind);

      const outcome = await commit();
      const found = await find();

      const { posts } = world.simulator.truth;
      expect(outcome.outcome).toBe("ambiguous");
      expect(posts).toHaveLength(1);
      expect(found).toMatchObject({ found: true, remoteId: posts[0]?.remoteId });
    },
  );

  it("is ambiguous after errorBeforeAccept, and the post is found absent", async () => {
    const world = startNetwork(simulated);
    const { commit, find } = await readyToCommit(world);
    makeTrouble(world, "errorBeforeAccept");

    const outcome = await commit();

    expect(outcome.outcome).toBe("ambiguous");
    expect(await find()).toEqual({ found: false, because: "absent" });
    expect(world.simulator.truth.posts).toEqual([]);
  });

  it("is not accepted when the network asks to slow down, and says when to come back", async () => {
    const world = startNetwork(simulated);
    const { commit } = await readyToCommit(world);
    makeTrouble(world, "rateLimit");

    const outcome = await commit();

    expect(outcome).toMatchObject({ outcome: "notAccepted", because: "rate-limited", retryAt: expect.any(Date) });
    expect(outcome.outcome === "notAccepted" && outcome.retryAt).toSatisfy((at: Date) => at > world.now());
    expect(world.simulator.truth.posts).toEqual([]);
  });

  it("is not accepted with an expired token", async () => {
    const world = startNetwork(simulated);
    const { commit } = await readyToCommit(world);
    makeTrouble(world, "tokenExpired");

    expect(await commit()).toMatchObject({ outcome: "notAccepted", because: "token" });
    expect(world.simulator.truth.posts).toEqual([]);
  });

  it("is refused without the permission to publish", async () => {
    const world = startNetwork(simulated);
    const { commit } = await readyToCommit(world);
    makeTrouble(world, "missingScope");

    expect((await commit()).outcome).toMatch(/^(?:notAccepted|rejected)$/);
    expect(world.simulator.truth.posts).toEqual([]);
  });

  it.each([
    "dropAfterAccept",
    "errorAfterAccept",
    "errorBeforeAccept",
    "rateLimit",
    "tokenExpired",
    "missingScope",
  ] as const)("tells no secret after %s", async (kind) => {
    const world = startNetwork(simulated);
    const { commit, find } = await readyToCommit(world);
    makeTrouble(world, kind);
    const outcome = await commit();
    makeTrouble(world, kind);

    const others = await Promise.all([
      find().catch((error: unknown) => error),
      world.network.insights?.channel(world.context).catch((error: unknown) => error),
    ]);

    const told = inspect([outcome, others], { depth: 20 });
    expect(told).not.toContain(secrets.accessToken);
    expect(told).not.toContain(secrets.appSecret);
  });
});

describe.each(simulatedNetworks.filter(({ network }) => network.publishing))(
  "what $name promises about its rate limits",
  (simulated) => {
    it("tells how much is left, or says why it cannot", () => {
      const { rates } = simulated.network;

      expect(rates).toBeDefined();
      if (rates && "untold" in rates) expect(rates.untold).toMatch(/\w+ \w+/);
    });

    it("is read to be used up when it asks to slow down, until it says", async () => {
      const world = startNetwork(simulated);
      const { rates } = world.network;
      if (!rates || "untold" in rates) return;
      const told: RatesRead[] = [];
      const http: Http = async (request) => {
        const response = await world.context.http(request);
        told.push(rates.read({ request, response, at: world.now() }));
        return response;
      };
      const metered = { ...world, context: { ...world.context, http } };

      expect(await publish(metered, world.draft())).toMatchObject({ outcome: "accepted" });
      expect(told.flatMap(({ unreadable }) => unreadable)).toEqual([]);
      expect(told.flatMap(({ readings }) => readings).filter(({ usedShare }) => usedShare === 1)).toEqual([]);

      const { commit } = await readyToCommit(metered);
      told.length = 0;
      makeTrouble(world, "rateLimit");
      await commit();

      const closed = told.flatMap(({ readings }) => readings).filter(({ usedShare }) => usedShare === 1);
      expect(closed).toHaveLength(1);
      expect(closed[0]?.concerns).toContain("publishing");
      expect(closed[0]?.regainsAt).toSatisfy((instant: Date) => instant > world.now());
    });
  },
);

describe.each(simulatedNetworks)("what $name promises about finding a post", (simulated) => {
  it("never takes an older post with the same content", async () => {
    const world = startNetwork(simulated);
    await publish(world, world.draft());
    world.advance(A_DAY_AND_AN_HOUR_MS);
    const { find } = await readyToCommit(world);

    expect(await find()).toMatchObject({ found: false });
    expect(world.simulator.truth.posts).toHaveLength(1);
  });

  it("does not pick between two posts with the same content", async () => {
    const world = startNetwork(simulated);
    const attemptedAt = world.now();
    await publish(world, world.draft());
    world.advance(A_DAY_AND_AN_HOUR_MS);
    await publish(world, world.draft());
    world.advance(publishingOf(world).settleMs);

    const sought = { draft: world.draft(), commitKey: "another", attemptedAt };
    const found = await publishingOf(world).find(sought, world.context);

    expect(world.simulator.truth.posts).toHaveLength(2);
    expect(found).toMatchObject({ found: false, because: "cannot-know" });
  });
});

describe.each(simulatedNetworks.filter(({ network }) => network.insights))(
  "what $name promises about numbers",
  (simulated) => {
    it("gives whole numbers of the channel and of a post", async () => {
      const world = startNetwork(simulated);
      await publish(world, world.draft());
      world.advance(60 * 60_000);
      const remoteId = world.simulator.truth.posts[0]?.remoteId ?? "";

      const ofChannel = await world.network.insights?.channel(world.context);
      const ofPost = await world.network.insights?.post(remoteId, world.context);

      for (const values of [ofChannel, ofPost]) {
        expect(Object.keys(values ?? {}).length).toBeGreaterThan(0);
        for (const [name, value] of Object.entries(values ?? {})) {
          expect(Number.isSafeInteger(value) && value >= 0, `${name}: ${value}`).toBe(true);
        }
      }
    });
  },
);
