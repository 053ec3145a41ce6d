import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MessageKind, MessageReceived } from "#lib/domain/engagement/inbound.ts";
import type { ReplyTarget, WebhookRequest } from "#lib/networks/network.ts";
import {
  eventsOf,
  makeTrouble,
  messagesOf,
  type NetworkWorld,
  publish,
  requestOf,
  secrets,
  startNetwork,
} from "#test/support/network-world.ts";
import { simulatedNetworks } from "#test/support/simulated-networks.ts";

type Written = "comment" | "mention" | "direct";

/** A customer writes; resolves to the message's id at the network. */
async function customerWrites(world: NetworkWorld, kind: Written, text = "Où est ma commande ?"): Promise<string> {
  const { customer, truth } = world.simulator;
  if (kind !== "comment") return customer[kind]({ author: "Zoé Ünal", text });
  if (truth.posts.length === 0) await publish(world, world.draft());
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
    const { query, expectedBody } = simulated.handshake?.(known) ?? { query: {}, expectedBody: "none" };
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

  it("tells what was held back once batches are switched off", async () => {
    const world = startNetwork(simulated);
    world.simulator.trouble.webhookBatch = 3;
    const remoteId = await customerWrites(world, "direct");
    expect(world.deliveries).toEqual([]);

    world.simulator.trouble.webhookBatch = 0;
    await world.network.insights?.channel(world.context);

    expect(await messagesOf(world)).toMatchObject([{ remoteId }]);
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
      makeTrouble(world, "dropAfterAccept");

      expect((await send()).outcome).toBe("ambiguous");
      expect(await find()).toMatchObject({ found: true, remoteId: answers()[0]?.remoteId });
    });

    it.each(kinds)("finds an answer to a %s absent that never arrived", async (kind) => {
      const { world, send, find, answers } = await anOpenConversation(kind);
      makeTrouble(world, "errorBeforeAccept");

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
