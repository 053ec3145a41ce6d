import { describe, expect, it } from "vitest";
import type { MessageReceived } from "#lib/domain/engagement/inbound.ts";
import { instagram } from "#lib/networks/instagram/index.ts";
import { replies } from "#lib/networks/instagram/replies.ts";
import { createInstagramSimulator } from "#lib/networks/instagram/simulator.ts";
import type { ReplyTarget } from "#lib/networks/network.ts";
import { aDraft, messagesOf, publish, startNetwork } from "#test/support/network-world.ts";

/** @param random 0: mentions stand in captions; 0.9: in comments */
function start(random = 0.9) {
  return startNetwork({
    name: "instagram",
    network: instagram,
    createSimulator: (options) => createInstagramSimulator({ ...options, random: () => random }),
    handshake: () => ({ query: {}, expectedBody: "" }),
  });
}

function targetOf(message: MessageReceived): ReplyTarget {
  const { kind, remoteId: messageRemoteId, threadRemoteId, postRemoteId, occurredAt: lastInboundAt } = message;
  return { kind, messageRemoteId, threadRemoteId, postRemoteId, lastInboundAt };
}

const direct: ReplyTarget = { kind: "direct", messageRemoteId: "m", threadRemoteId: "55", lastInboundAt: new Date(0) };

describe("instagram replies", () => {
  it("counts the bytes of a direct message", () => {
    expect(replies.check("é".repeat(500), direct, new Date(0))).toEqual([]);
    expect(replies.check("é".repeat(501), direct, new Date(0))).toMatchObject([{ column: "text" }]);
  });

  it("answers an answer below the top-level comment, where Instagram puts it", async () => {
    const world = start();
    await publish(world, aDraft());
    const postRemoteId = world.simulator.truth.posts[0]?.remoteId ?? "";
    const top = await world.simulator.customer.comment({ postRemoteId, author: "Zoé", text: "Prix ?" });
    const target: ReplyTarget = { ...direct, kind: "comment", messageRemoteId: "17899", threadRemoteId: top };

    await replies.send("12 €", target, "key", world.context);

    expect(world.simulator.truth.messages.at(-1)).toMatchObject({ text: "12 €", inReplyToRemoteId: top, isOurs: true });
  });

  it.each([
    ["a caption", 0],
    ["a comment", 0.9],
  ])("answers a mention in %s, and finds the answer although Graph drops its @", async (_, random) => {
    const world = start(random);
    await world.simulator.customer.mention({ author: "Zoé Ünal", text: "Merci @acme" });
    const [mention] = await messagesOf(world);
    if (!mention) throw new Error("no mention arrived");
    const attemptedAt = world.now();
    const http: typeof world.context.http = async (request) => {
      const response = await world.context.http(request);
      return request.method === "GET" ? { ...response, text: response.text.replaceAll("@", "") } : response;
    };

    const sent = await replies.send("Merci @zoe.unal", targetOf(mention), "key", world.context);
    const found = await replies.find("Merci @zoe.unal", targetOf(mention), attemptedAt, { ...world.context, http });

    expect(mention).toMatchObject({ text: "Merci @acme", author: { name: "zoe.unal" }, needsHydration: false });
    expect(found).toMatchObject({ found: true, remoteId: sent.outcome === "accepted" && sent.remoteId });
  });

  it("cannot know about an answer below a mention that Instagram no longer shows", async () => {
    const world = start();
    const gone: ReplyTarget = {
      ...direct,
      kind: "mention",
      messageRemoteId: "1",
      threadRemoteId: "1",
      postRemoteId: "2",
    };

    expect(await replies.find("Merci", gone, world.now(), world.context)).toMatchObject({ because: "cannot-know" });
  });
});

describe("instagram insights", () => {
  it("gives the numbers of a profile and a post", async () => {
    const world = start();
    await publish(world, aDraft());
    world.advance(60 * 60_000);
    const remoteId = world.simulator.truth.posts[0]?.remoteId ?? "";

    expect(await instagram.insights?.channel(world.context)).toMatchObject({ followers: expect.any(Number), posts: 1 });
    expect(Object.keys((await instagram.insights?.post(remoteId, world.context)) ?? {}).toSorted()).toEqual([
      "comments",
      "engagements",
      "likes",
      "reach",
      "saves",
      "shares",
      "views",
    ]);
  });
});
