import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MessageKind, MessageReceived } from "#lib/domain/engagement/inbound.ts";
import type { ReplyTarget, WebhookRequest } from "#lib/networks/network.ts";
import { networks } from "#lib/networks/registry.ts";
import type { TroubleSwitches } from "#lib/networks/simulator.ts";
import {
  aDraft,
  eventsOf,
  messagesOf,
  type NetworkWorld,
  publish,
  publishingOf,
  requestOf,
  secrets,
  stageAll,
  startNetwork,
} from "#test/support/network-world.ts";
import { simulatedNetworks } from "#test/support/simulated-networks.ts";

/** Longer than any network remembers a text as a duplicate. */
const A_DAY_AND_AN_HOUR_MS = 25 * 60 * 60_000;

const trouble = (world: NetworkWorld, kind: keyof TroubleSwitches) => {
  world.simulator.trouble[kind] = 1;
};

it("has a simulator for every network of the registry", () => {
  const simulated = simulatedNetworks.map(({ network }) => network);

  expect(networks.filter((network) => !simulated.includes(network))).toEqual([]);
});

describe.each(simulatedNetworks)("what $name promises about limits and checks", (simulated) => {
  it("declares its limits", () => {
    const { textLength, imageCount, imageBytes, imageTypes, videoCount, videoBytes, videoTypes, altTextLength } =
      simulated.network.limits;

    for (const limit of [textLength, imageCount, imageBytes, imageTypes.length, altTextLength]) {
      expect(limit).toBeGreaterThan(0);
    }
    expect(videoCount > 0, "a network that takes videos says how large").toBe(videoBytes > 0 && videoTypes.length > 0);
  });

  it("accepts a plain draft", () => {
    const world = startNetwork(simulated);

    expect(publishingOf(world).check(aDraft(), world.channel)).toEqual([]);
  });

  it("refuses a text over the limit, names the column and a remedy", () => {
    const world = startNetwork(simulated);
    const text = "a".repeat(world.network.limits.textLength + 1);

    const problems = publishingOf(world).check(aDraft({ text }), world.channel);

    expect(problems).toMatchObject([
      { column: "text", problem: expect.any(String), remedy: expect.stringMatching(/./) },
    ]);
  });

  it("accepts a text of exactly the limit, and publishes it", async () => {
    const world = startNetwork(simulated);
    const draft = aDraft({ text: "a".repeat(world.network.limits.textLength) });

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

    const { steps } = await stageAll({ ...world, context: { ...world.context, http } }, aDraft());

    expect(writes).toBeLessThanOrEqual(steps.length);
  });

  it("goes on from any stored progress", async () => {
    const world = startNetwork(simulated);
    const { steps } = await stageAll(world, aDraft());

    for (const { progress } of steps) {
      const again = await stageAll(world, aDraft(), JSON.parse(JSON.stringify(progress)));

      expect(again.steps.at(-1)?.status).toBe("staged");
    }
  });

  it("shows nothing to followers", async () => {
    const world = startNetwork(simulated);

    await stageAll(world, aDraft());

    expect(world.simulator.truth.posts).toEqual([]);
  });
});

/** Everything up to the irreversible call, with the clock at that call. */
async function readyToCommit(world: NetworkWorld) {
  const draft = aDraft();
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
    expect(posts).toMatchObject([{ text: aDraft().text, media: [{ kind: "image" }] }]);
    expect(outcome).toMatchObject({ outcome: "accepted", remoteId: posts[0]?.remoteId });
  });

  it.each(["dropAfterAccept", "errorAfterAccept"] as const)(
    "is ambiguous after %s, and the post is found",
    async (kind) => {
      const world = startNetwork(simulated);
      const { commit, find } = await readyToCommit(world);
      trouble(world, kind);

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
    trouble(world, "errorBeforeAccept");

    const outcome = await commit();

    expect(outcome.outcome).toBe("ambiguous");
    expect(await find()).toEqual({ found: false, because: "absent" });
    expect(world.simulator.truth.posts).toEqual([]);
  });

  it("is not accepted when the network asks to slow down, and says when to come back", async () => {
    const world = startNetwork(simulated);
    const { commit } = await readyToCommit(world);
    trouble(world, "rateLimit");

    const outcome = await commit();

    expect(outcome).toMatchObject({ outcome: "notAccepted", because: "rate-limited", retryAt: expect.any(Date) });
    expect(outcome.outcome === "notAccepted" && outcome.retryAt).toSatisfy((at: Date) => at > world.now());
    expect(world.simulator.truth.posts).toEqual([]);
  });

  it("is not accepted with an expired token", async () => {
    const world = startNetwork(simulated);
    const { commit } = await readyToCommit(world);
    trouble(world, "tokenExpired");

    expect(await commit()).toMatchObject({ outcome: "notAccepted", because: "token" });
    expect(world.simulator.truth.posts).toEqual([]);
  });

  it("is refused without the permission to publish", async () => {
    const world = startNetwork(simulated);
    const { commit } = await readyToCommit(world);
    trouble(world, "missingScope");

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
    trouble(world, kind);
    const outcome = await commit();
    trouble(world, kind);

    const others = await Promise.all([
      find().catch((error: unknown) => error),
      world.network.insights?.channel(world.context).catch((error: unknown) => error),
    ]);

    const told = inspect([outcome, others], { depth: 20 });
    expect(told).not.toContain(secrets.accessToken);
    expect(told).not.toContain(secrets.appSecret);
  });
});

describe.each(simulatedNetworks)("what $name promises about finding a post", (simulated) => {
  it("never takes an older post with the same content", async () => {
    const world = startNetwork(simulated);
    await publish(world, aDraft());
    world.advance(A_DAY_AND_AN_HOUR_MS);
    const { find } = await readyToCommit(world);

    expect(await find()).toMatchObject({ found: false });
    expect(world.simulator.truth.posts).toHaveLength(1);
  });

  it("does not pick between two posts with the same content", async () => {
    const world = startNetwork(simulated);
    const attemptedAt = world.now();
    await publish(world, aDraft());
    world.advance(A_DAY_AND_AN_HOUR_MS);
    await publish(world, aDraft());
    world.advance(publishingOf(world).settleMs);

    const sought = { draft: aDraft(), commitKey: "another", attemptedAt };
    const found = await publishingOf(world).find(sought, world.context);

    expect(world.simulator.truth.posts).toHaveLength(2);
    expect(found).toMatchObject({ found: false, because: "cannot-know" });
  });
});

type Written = "comment" | "mention" | "direct";

/** A customer writes; resolves to the message's id at the network. */
async function customerWrites(world: NetworkWorld, kind: Written, text = "Où est ma commande ?"): Promise<string> {
  const { customer, truth } = world.simulator;
  if (kind !== "comment") return customer[kind]({ author: "Zoé Ünal", text });
  if (truth.posts.length === 0) await publish(world, aDraft());
  return customer.comment({ postRemoteId: truth.posts[0]?.remoteId ?? "", author: "Zoé Ünal", text });
}

const kindsOf = (kinds: readonly MessageKind[]) =>
  (["comment", "mention", "direct"] as const).filter((kind) => kinds.includes(kind));

const withWebhook = simulatedNetworks.filter(({ network }) => network.webhook);

function flipBit(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));
}

/** The same call with the signature changed by `change`. */
function withSignature(request: WebhookRequest, change: (signature: string) => string): WebhookRequest {
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name,
    name.includes("signature") ? change(value) : value,
  ]);
  return { ...request, headers: Object.fromEntries(headers) };
}

describe.each(withWebhook)("what $name promises about its webhook", (simulated) => {
  const { webhook } = simulated.network;
  const authentic = (request: WebhookRequest, appSecrets: readonly string[]) =>
    webhook?.isAuthentic(request, { appSecrets });

  async function aSignedCall() {
    const world = startNetwork(simulated);
    await customerWrites(world, "direct");
    const [delivery] = world.deliveries;
    if (!delivery) throw new Error("nothing was delivered");
    return requestOf(delivery);
  }

  it("answers the handshake", () => {
    const known = { appSecrets: [secrets.appSecret, "older"], verifyToken: "verify-token" };
    const { query, expectedBody } = simulated.handshake(known);
    const request = { method: "GET", headers: {}, query, body: new Uint8Array() };

    expect(webhook?.handshake(request, known)).toMatchObject({ status: 200, body: expectedBody });
  });

  it("takes an ordinary delivery for no handshake", async () => {
    expect(webhook?.handshake(await aSignedCall(), { appSecrets: [secrets.appSecret] })).toBeUndefined();
  });

  it("believes what the network signed, also with a secret that is being rotated out", async () => {
    const request = await aSignedCall();

    expect(authentic(request, [secrets.appSecret])).toBe(true);
    expect(authentic(request, ["the-new-one", secrets.appSecret])).toBe(true);
  });

  it("believes nothing else", async () => {
    const request = await aSignedCall();
    const last = request.body.length - 1;
    const unsigned = { ...request, headers: { "content-type": "application/json" } };

    expect(authentic({ ...request, body: flipBit(request.body, last) }, [secrets.appSecret])).toBe(false);
    expect(authentic({ ...request, body: flipBit(request.body, 0) }, [secrets.appSecret])).toBe(false);
    expect(authentic(request, ["another-secret"])).toBe(false);
    expect(authentic(request, [])).toBe(false);
    expect(authentic(unsigned, [secrets.appSecret])).toBe(false);
  });

  it("notices every changed character of a signature", async () => {
    const request = await aSignedCall();
    const signature = Object.entries(request.headers).find(([name]) => name.includes("signature"))?.[1] ?? "";

    for (let at = 0; at < signature.length; at++) {
      const other = signature[at] === "A" ? "B" : "A";
      const changed = withSignature(request, (good) => `${good.slice(0, at)}${other}${good.slice(at + 1)}`);
      expect(authentic(changed, [secrets.appSecret]), `character ${at}`).toBe(false);
    }
    expect(
      authentic(
        withSignature(request, () => ""),
        [secrets.appSecret],
      ),
    ).toBe(false);
    expect(
      authentic(
        withSignature(request, (good) => `${good} `),
        [secrets.appSecret],
      ),
    ).toBe(false);
  });

  it.each(["comment", "mention", "direct"] as const)("tells a %s as it was written, once", async (kind) => {
    const world = startNetwork(simulated);
    world.simulator.trouble.webhookDuplicates = 2;

    const remoteId = await customerWrites(world, kind);

    const written = world.simulator.truth.messages.find((message) => message.remoteId === remoteId);
    const messages = await messagesOf(world);
    expect(world.deliveries.length).toBeGreaterThanOrEqual(3);
    expect(messages).toMatchObject([
      { kind, remoteId, text: written?.text, channelRemoteId: world.channel.remoteId, isOwn: false },
    ]);
    expect(messages[0]?.author?.remoteId).toBe(written?.author.remoteId);
    expect(messages[0]?.text).toContain("Où est ma commande ?");
  });

  it("tells every message of batches that come in the wrong order", async () => {
    const world = startNetwork(simulated);
    world.simulator.trouble.webhookBatch = 3;

    const ids = [];
    for (const text of ["un", "deux", "trois"]) ids.push(await customerWrites(world, "direct", text));

    const messages = await messagesOf(world);
    expect(messages.map(({ remoteId }) => remoteId).toSorted()).toEqual(ids.toSorted());
    expect(new Set(messages.map(({ threadRemoteId }) => threadRemoteId)).size).toBe(1);
  });

  it.each([[[]], [null], [{}], [[[]]], ["text"], [0], [true], [{ data: null, entry: null, object: null }]])(
    "reads %j without an error",
    (body) => {
      expect(webhook?.events(body).filter(({ type }) => type === "message")).toEqual([]);
    },
  );

  it("reads a body of a thousand levels without an error", () => {
    const deep = JSON.parse(`${'{"data":[{"entry":['.repeat(1000)}${"]}]}".repeat(1000)}`);

    expect(() => webhook?.events(deep)).not.toThrow();
  });

  it("reads any deformed delivery without an error", async () => {
    const world = startNetwork(simulated);
    for (const kind of ["comment", "mention", "direct"] as const) await customerWrites(world, kind);
    const bodies = world.deliveries.map(({ body }) => Buffer.from(body).toString());
    const anyBody = fc.constantFrom(...bodies);

    fc.assert(
      fc.property(anyBody, fc.nat(), fc.jsonValue(), (body, at, replacement) => {
        webhook?.events(deform(JSON.parse(body), at, replacement));
      }),
      { numRuns: 500 },
    );
    fc.assert(fc.property(fc.jsonValue(), (body) => void webhook?.events(body)));
  });
});

/** Replaces the `at`th value of a JSON value, counted through all of its levels. */
function deform(body: unknown, at: number, replacement: unknown): unknown {
  let total = 0;
  JSON.stringify(body, (_, value) => {
    total++;
    return value;
  });
  let seen = 0;
  const text = JSON.stringify(body, (_, value) => (seen++ === at % total ? replacement : value));
  return JSON.parse(text ?? "null");
}

describe.each(simulatedNetworks.filter(({ network }) => network.replies))(
  "what $name promises about answers",
  (simulated) => {
    const kinds = kindsOf(simulated.network.replies?.kinds ?? []);
    const text = "Bonjour Zoé, elle part aujourd'hui ✅";

    async function anOpenConversation(kind: Written) {
      const world = startNetwork(simulated);
      const { replies } = world.network;
      if (!replies) throw new Error(`${world.network.name} does not answer`);
      await customerWrites(world, kind);
      const [message] = await messagesOf(world);
      if (!message) throw new Error("no message arrived");
      const target = targetOf(message);
      const attemptedAt = world.now();
      return {
        world,
        problems: replies.check(text, target, world.now()),
        send: () => replies.send(text, target, "reply-1", world.context),
        find: () => {
          world.advance(replies.settleMs);
          return replies.find(text, target, attemptedAt, world.context);
        },
        answers: () => world.simulator.truth.messages.filter(({ isOurs }) => isOurs),
      };
    }

    it.each(kinds)("answers a %s once", async (kind) => {
      const { problems, send, answers } = await anOpenConversation(kind);

      const outcome = await send();

      expect(problems).toEqual([]);
      expect(answers()).toMatchObject([{ kind, text, isOurs: true }]);
      expect(outcome).toMatchObject({ outcome: "accepted", remoteId: answers()[0]?.remoteId });
    });

    it.each(kinds)("finds an answer to a %s whose confirmation was lost", async (kind) => {
      const { world, send, find, answers } = await anOpenConversation(kind);
      trouble(world, "dropAfterAccept");

      expect((await send()).outcome).toBe("ambiguous");
      expect(await find()).toMatchObject({ found: true, remoteId: answers()[0]?.remoteId });
    });

    it.each(kinds)("finds an answer to a %s absent that never arrived", async (kind) => {
      const { world, send, find, answers } = await anOpenConversation(kind);
      trouble(world, "errorBeforeAccept");

      expect((await send()).outcome).toBe("ambiguous");
      expect(await find()).toMatchObject({ found: false, because: "absent" });
      expect(answers()).toEqual([]);
    });

    it.each(kinds)("takes the echo of an answer to a %s for our own", async (kind) => {
      const { world, send, answers } = await anOpenConversation(kind);
      await send();

      const echoes = eventsOf(world).filter(
        (event) => event.type === "message" && event.remoteId === answers()[0]?.remoteId,
      );

      expect(echoes.every((event) => event.type === "message" && event.isOwn)).toBe(true);
    });

    it("has a problem with an empty answer", async () => {
      const { world } = await anOpenConversation("direct");
      const [message] = await messagesOf(world);

      expect(message && world.network.replies?.check(" ", targetOf(message), world.now())).not.toEqual([]);
    });
  },
);

function targetOf(message: MessageReceived): ReplyTarget {
  return {
    kind: message.kind,
    messageRemoteId: message.remoteId,
    threadRemoteId: message.threadRemoteId,
    postRemoteId: message.postRemoteId,
    authorRemoteId: message.author?.remoteId,
    authorName: message.author?.name,
    lastInboundAt: message.occurredAt,
  };
}

describe.each(simulatedNetworks.filter(({ network }) => network.insights))(
  "what $name promises about numbers",
  (simulated) => {
    it("gives whole numbers of the channel and of a post", async () => {
      const world = startNetwork(simulated);
      await publish(world, aDraft());
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
