import { describe, expect, it } from "vitest";
import type { HttpRequest } from "#lib/networks/http.ts";
import type { NetworkContext, ReplyTarget } from "#lib/networks/network.ts";
import { x } from "#lib/networks/x/index.ts";
import { aDraft } from "#test/support/network-world.ts";

const attemptedAt = new Date("2026-11-23T09:00:00.900Z");
const US = "1730000000000000001";

/** X, answering every request with these items, whatever was asked. */
function xAnswering(data: readonly object[], next?: string) {
  const requests: HttpRequest[] = [];
  const context: NetworkContext = {
    channel: { channelId: "x/acme", network: "x", name: "acme", remoteId: US, handle: "acme" },
    credentials: { accessToken: "token" },
    now: () => attemptedAt,
    http: async (request) => {
      requests.push(request);
      return { status: 200, headers: new Headers(), text: JSON.stringify({ data, meta: { next_token: next } }) };
    },
  };
  return { context, requests };
}

const post = (change: object = {}) => ({
  id: "2124800000000000001",
  text: "Bonjour l'été 🌞",
  created_at: "2026-11-23T09:00:01.000Z",
  conversation_id: "2124800000000000001",
  ...change,
});

const sought = { draft: aDraft({ media: [] }), commitKey: "key", attemptedAt };

describe("finding a post on X's timeline", () => {
  it.each([
    ["the post itself", {}],
    ["a post of the minute before, because clocks differ", { created_at: "2026-11-23T08:59:00.000Z" }],
    ["a post whose instant only its id tells", { created_at: undefined, id: "2125000000000000000" }],
    ["a post that quotes the one it links to", { referenced_tweets: [{ type: "quoted", id: "1" }] }],
    ["a post that X takes for addressed to somebody", { in_reply_to_user_id: "2" }],
  ])("takes %s", async (_, change) => {
    const { context } = xAnswering([post(change)]);

    expect(await x.publishing?.find(sought, context)).toMatchObject({ found: true });
  });

  it.each([
    ["an older post, although X was asked for later ones", { created_at: "2026-11-23T08:58:59.000Z" }],
    ["an older post by its id", { created_at: undefined, id: "1992000000000000000" }],
    ["an answer of ours with the same words", { referenced_tweets: [{ type: "replied_to", id: "1" }] }],
    ["a repost", { referenced_posts: [{ type: "retweeted", id: "1" }] }],
    ["a post with a picture more", { attachments: { media_keys: ["3_1"] } }],
    ["other words", { text: "Bonjour l'hiver" }],
  ])("does not take %s", async (_, change) => {
    const { context } = xAnswering([post(change)]);

    expect(await x.publishing?.find(sought, context)).toEqual({ found: false, because: "absent" });
  });

  it("asks for posts since a minute before the attempt, to the second", async () => {
    const { context, requests } = xAnswering([]);

    await x.publishing?.find(sought, context);

    expect(requests[0]?.url.searchParams.get("start_time")).toBe("2026-11-23T08:59:00Z");
  });

  it("counts a post once that several pages tell", async () => {
    const { context, requests } = xAnswering([post(), post({ id: "2124800000000000002", text: "Something else" })]);
    const http: NetworkContext["http"] = async (request) => {
      const answer = await context.http(request);
      const meta = requests.length < 2 ? { next_token: "more" } : {};
      return { ...answer, text: JSON.stringify({ ...JSON.parse(answer.text), meta }) };
    };

    expect(await x.publishing?.find(sought, { ...context, http })).toMatchObject({ found: true });
    expect(requests).toHaveLength(2);
  });

  it("does not conclude from a part of the timeline that the post is absent", async () => {
    const { context, requests } = xAnswering([post({ text: "Something else" })], "more");

    expect(await x.publishing?.find(sought, context)).toMatchObject({ found: false, because: "cannot-know" });
    expect(requests).toHaveLength(5);
  });
});

const target: ReplyTarget = {
  kind: "comment",
  messageRemoteId: "2124810000000000002",
  threadRemoteId: "2124800000000000001:2",
  authorRemoteId: "1730000000000000002",
  lastInboundAt: attemptedAt,
};
const answer = {
  id: "2124820000000000001",
  conversation_id: "2124800000000000001",
  text: "@zoe_unal Bonjour l'été 🌞",
};
const toZoe = { referenced_tweets: [{ type: "replied_to", id: target.messageRemoteId }] };

describe("finding an answer on X", () => {
  const find = (to: ReplyTarget, data: readonly object[]) =>
    x.replies?.find("Bonjour l'été 🌞", to, attemptedAt, xAnswering(data).context);

  it.each([
    ["the answer to the message", [post({ ...answer, ...toZoe })], { found: true }],
    ["an answer of which X leaves out what it answers", [post(answer)], { found: true }],
    [
      "the same words to somebody else",
      [post({ ...answer, referenced_tweets: [{ type: "replied_to", id: "7" }] })],
      { found: false },
    ],
    ["a post of ours with the same words", [post()], { found: false, because: "absent" }],
    [
      "two such answers",
      [post({ ...answer, ...toZoe }), post({ ...answer, ...toZoe, id: "2124820000000000002" })],
      { because: "cannot-know" },
    ],
  ])("judges %s", async (_, data, result) => {
    expect(await find(target, data)).toMatchObject(result);
  });

  const direct = {
    id: "2124820000000000003",
    sender_id: US,
    created_at: "2026-11-23T09:00:01.000Z",
    text: "Bonjour l'été 🌞",
  };

  it.each([
    ["our direct message", [direct], { found: true, remoteId: direct.id }],
    ["the customer's, who quotes us", [{ ...direct, sender_id: "2" }], { found: false, because: "absent" }],
    ["an older one", [{ ...direct, created_at: "2026-11-22T09:00:00.000Z" }], { found: false, because: "absent" }],
    ["two", [direct, { ...direct, id: "2124820000000000004" }], { found: false, because: "cannot-know" }],
  ])("judges %s", async (_, data, result) => {
    expect(await find({ ...target, kind: "direct" }, data)).toMatchObject(result);
  });
});
