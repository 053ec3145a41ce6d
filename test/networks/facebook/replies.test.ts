import { describe, expect, it } from "vitest";
import { facebook } from "#lib/networks/facebook/index.ts";
import { replies } from "#lib/networks/facebook/replies.ts";
import { createFacebookSimulator } from "#lib/networks/facebook/simulator.ts";
import { aDraft, messagesOf, publish, startNetwork } from "#test/support/network-world.ts";

function start() {
  return startNetwork({
    name: "facebook",
    network: facebook,
    createSimulator: createFacebookSimulator,
    handshake: () => ({ query: {}, expectedBody: "" }),
  });
}

const DAY_MS = 24 * 60 * 60_000;

const target = { kind: "direct", messageRemoteId: "m_1", threadRemoteId: "55", lastInboundAt: new Date(0) } as const;

describe("facebook replies", () => {
  it.each([
    ["a direct message in time", "direct", DAY_MS, 0],
    ["a direct message too late", "direct", DAY_MS + 1, 1],
    ["a comment whenever", "comment", 30 * DAY_MS, 0],
  ] as const)("checks the reply window of %s", (_, kind, at, problemCount) => {
    expect(replies.check("Bonjour", { ...target, kind }, new Date(at))).toHaveLength(problemCount);
  });

  it("takes longer texts in comments than in direct messages", () => {
    const text = "a".repeat(2001);

    expect(replies.check(text, target, new Date(0))).toMatchObject([{ column: "text" }]);
    expect(replies.check(text, { ...target, kind: "comment" }, new Date(0))).toEqual([]);
  });

  it("is refused for good outside the reply window, with the token found in order", async () => {
    const world = start();
    await world.simulator.customer.direct({ author: "Zoé", text: "Bonjour ?" });
    const [message] = await messagesOf(world);
    world.advance(DAY_MS + 1);

    const outcome = await replies.send(
      "Oui",
      { ...target, threadRemoteId: message?.threadRemoteId ?? "" },
      "key",
      world.context,
    );

    expect(outcome).toMatchObject({ outcome: "rejected", code: "10/2018278" });
  });

  it("carries the key of the reply to its echo", async () => {
    const world = start();
    await world.simulator.customer.direct({ author: "Zoé", text: "Bonjour ?" });
    const [message] = await messagesOf(world);

    await replies.send("Oui", { ...target, threadRemoteId: message?.threadRemoteId ?? "" }, "reply-42", world.context);

    const bodies = world.deliveries.map(({ body }) => Buffer.from(body).toString());
    expect(bodies.filter((body) => body.includes('"metadata":"reply-42"'))).toHaveLength(1);
  });

  it("does not take the customer's own words for our answer", async () => {
    const world = start();
    const attemptedAt = world.now();
    await world.simulator.customer.direct({ author: "Zoé", text: "Oui" });
    const [message] = await messagesOf(world);
    const sought = { ...target, threadRemoteId: message?.threadRemoteId ?? "" };

    expect(await replies.find("Oui", sought, attemptedAt, world.context)).toEqual({ found: false, because: "absent" });
  });
});

describe("facebook insights", () => {
  it("gives the numbers of a post, which grow and never shrink", async () => {
    const world = start();
    await publish(world, aDraft());
    const remoteId = world.simulator.truth.posts[0]?.remoteId ?? "";
    await world.simulator.customer.comment({ postRemoteId: remoteId, author: "Zoé", text: "Bravo" });
    world.advance(60 * 60_000);
    const first = await facebook.insights?.post(remoteId, world.context);
    world.advance(60 * 60_000);
    const second = await facebook.insights?.post(remoteId, world.context);

    expect(Object.keys(first ?? {}).toSorted()).toEqual(["clicks", "comments", "likes", "reach", "shares", "views"]);
    expect(first?.comments).toBe(1);
    expect(second?.views).toBeGreaterThan(first?.views ?? 0);
    expect(first?.reach).toBeLessThanOrEqual(first?.views ?? 0);
  });

  it("gives the other numbers when one metric is retired, and does not call it zero", async () => {
    const world = start();
    await publish(world, aDraft());
    const remoteId = world.simulator.truth.posts[0]?.remoteId ?? "";
    const http: typeof world.context.http = (request) =>
      world.context.http({ ...request, url: new URL(request.url.href.replace("post_clicks", "post_impressions")) });

    const values = await facebook.insights?.post(remoteId, { ...world.context, http });

    expect(values).toHaveProperty("views");
    expect(values).not.toHaveProperty("clicks");
  });

  it("gives what needs no permission when the token may not read insights", async () => {
    const world = start();
    await publish(world, aDraft());
    const remoteId = world.simulator.truth.posts[0]?.remoteId ?? "";
    const http: typeof world.context.http = (request) => {
      if (request.url.pathname.endsWith("/insights")) world.simulator.trouble.missingScope = 1;
      return world.context.http(request);
    };

    const values = await facebook.insights?.post(remoteId, { ...world.context, http });

    expect(Object.keys(values ?? {}).toSorted()).toEqual(["comments", "likes", "shares"]);
  });

  it("stops at a dead token instead of leaving numbers out", async () => {
    const world = start();
    world.simulator.trouble.tokenExpired = 1;

    await expect(facebook.insights?.channel(world.context)).rejects.toMatchObject({ name: "TokenRejectedError" });
  });
});
