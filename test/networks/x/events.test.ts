import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readEvents } from "#lib/networks/x/events.ts";
import { readSpec, specsAvailable } from "#test/support/specs.ts";

const US = "1730000000000000001";
const ZOE = "1730000000000000002";
const OUR_POST = "2124800000000000001";

interface Sample {
  data: { event_type: string; payload: Record<string, unknown>; [name: string]: unknown };
}

function sample(name: string): Sample {
  return JSON.parse(readFileSync(new URL(`../../../events/webhooks/x/${name}.json`, import.meta.url), "utf8"));
}

describe("the events of X", () => {
  it("reads a mention", () => {
    expect(readEvents(sample("mention"))).toEqual([
      {
        type: "message",
        kind: "mention",
        eventKey: `x:${US}:post:2124810000000000001`,
        channelRemoteId: US,
        occurredAt: new Date("2026-11-23T09:15:00Z"),
        remoteId: "2124810000000000001",
        threadRemoteId: `2124810000000000001:${ZOE}`,
        text: "Bonjour @acme, où est ma commande ? 📦",
        author: { remoteId: ZOE, name: "Zoé Ünal" },
        attachments: [],
        url: "https://x.com/zoe_unal/status/2124810000000000001",
        isOwn: false,
      },
    ]);
  });

  it("reads a reply to our post as a comment: links in full, characters plain, without the name in front", () => {
    expect(readEvents(sample("reply"))).toMatchObject([
      {
        kind: "comment",
        text: "C'est très joli <3 https://example.com/photo",
        postRemoteId: OUR_POST,
        inReplyToRemoteId: OUR_POST,
        threadRemoteId: `${OUR_POST}:${ZOE}`,
      },
    ]);
  });

  it("reads a quotation as a mention that is about our post", () => {
    expect(readEvents(sample("quote"))).toMatchObject([{ kind: "mention", postRemoteId: OUR_POST }]);
  });

  it("tells a post that mentions and answers us twice under one key and as one kind", () => {
    const reply = sample("reply");
    const mention = structuredClone(reply);
    mention.data.event_type = "post.mention.create";

    const [asMention] = readEvents(mention);

    expect([asMention]).toEqual(readEvents(reply));
  });

  it("reads the new names as it reads the old ones", () => {
    const renamed = JSON.parse(
      JSON.stringify(sample("reply"))
        .replaceAll("referenced_tweets", "referenced_posts")
        .replaceAll("in_reply_to_tweet_id", "in_reply_to_post_id"),
    );

    expect(readEvents(renamed)).toEqual(readEvents(sample("reply")));
  });

  it("gives each of our channels its own message when one post mentions two", () => {
    const toOther = sample("mention");
    toOther.data.filter = { user_id: "1730000000000000009" };

    const keys = [...readEvents(sample("mention")), ...readEvents(toOther)].map(
      (event) => "eventKey" in event && event.eventKey,
    );

    expect(new Set(keys).size).toBe(2);
  });

  it("reads a direct message, and takes the instant from the network", () => {
    expect(readEvents(sample("direct-message"))).toMatchObject([
      {
        kind: "direct",
        text: "Bonjour, êtes-vous ouverts demain ? 🙂",
        threadRemoteId: ZOE,
        author: { remoteId: ZOE, name: "Zoé Ünal" },
        occurredAt: new Date(1_795_425_300_000),
        isOwn: false,
      },
    ]);
  });

  it("reads what we sent as our own, in the same thread", () => {
    expect(readEvents(sample("direct-message-sent"))).toMatchObject([{ threadRemoteId: ZOE, isOwn: true }]);
  });

  it("reads that the customer has read everything up to an instant", () => {
    expect(readEvents(sample("direct-message-read"))).toMatchObject([
      { type: "status", status: "read", threadRemoteId: ZOE, occurredAt: new Date(1_795_425_420_000) },
    ]);
  });

  it("reads a deletion", () => {
    expect(readEvents(sample("post-deleted"))).toMatchObject([{ type: "deletion", remoteId: OUR_POST }]);
  });

  it.each(["like", "follow", "post.repost.create", "chat.received", "dm.indicate_typing"])(
    "leaves %s alone",
    (type) => {
      const known = sample("like");
      if (type !== "like") known.data.event_type = type === "follow" ? "follow.follow" : type;

      expect(readEvents(known)).toEqual([{ type: "ignored", what: known.data.event_type }]);
    },
  );

  it("keeps an event type that nobody knows for later, without its odd characters", () => {
    expect(readEvents({ data: { event_type: "space.<b>opened", payload: {} } })).toEqual([
      { type: "unknown", what: "space.bopened" },
    ]);
    expect(readEvents({ data: { event_type: "constructor", filter: { user_id: US } } })).toEqual([
      { type: "unknown", what: "constructor" },
    ]);
  });

  it("takes several envelopes in one delivery apart", () => {
    const envelopes = [sample("mention"), sample("direct-message"), { data: [sample("reply").data, 7] }];

    expect(readEvents(envelopes).map(({ type }) => type)).toEqual(["message", "message", "message", "unknown"]);
  });

  it("does not lose a direct message to an odd one beside it", () => {
    const two = sample("direct-message");
    const events = two.data.payload.direct_message_events as object[];
    two.data.payload.direct_message_events = [{ type: "message_create", id: "7" }, ...events];

    expect(readEvents(two).map(({ type }) => type)).toEqual(["unknown", "message"]);
  });

  it("keeps a message whose companions are not as documented", () => {
    const odd = sample("mention");
    odd.data.includes = { users: "none" };
    odd.data.payload.created_at = "yesterday";
    odd.data.payload.entities = { urls: "none" };
    odd.data.payload.attachments = 7;

    expect(readEvents(odd)).toMatchObject([{ type: "message", author: { remoteId: ZOE } }]);
  });
});

describe.skipIf(!specsAvailable)("X's own sample deliveries (skipped where the folder of specs is absent)", () => {
  it("are all understood", () => {
    const samples = readSpec("x/activity-events.samples.json") as Record<string, unknown>;

    const told = Object.entries(samples).map(([type, body]) => [type, readEvents(body).map((event) => event.type)]);

    expect(Object.fromEntries(told)).toEqual({
      "post.create": ["ignored"],
      "post.delete": ["deletion"],
      "post.mention.create": ["message"],
      "post.reply.create": ["message"],
      "post.quote.create": ["message"],
      "post.repost.create": ["ignored"],
      "like.create": ["ignored"],
      "follow.follow": ["ignored"],
      "follow.unfollow": ["ignored"],
      "dm.received": ["message"],
      "dm.sent": ["message"],
      "chat.received": ["ignored"],
      "oauth.revoke": ["ignored"],
    });
  });
});
