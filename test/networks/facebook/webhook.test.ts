import { describe, expect, it } from "vitest";
import type { InboundEvent } from "#lib/domain/engagement/inbound.ts";
import { webhook } from "#lib/networks/facebook/webhook.ts";
import { readWebhook } from "#test/support/webhook-events.ts";

const page = "1755847768034402";
const post = `${page}_1220001`;
const comment = "1220001_9870001";

const eventsOf = (name: string) => webhook.events(readWebhook("facebook", name));

describe("facebook webhook", () => {
  it("reads a comment", () => {
    expect(eventsOf("comment")).toEqual([
      {
        type: "message",
        kind: "comment",
        eventKey: `fb:${page}:comment:${comment}:add`,
        channelRemoteId: page,
        occurredAt: new Date(1795391995_000),
        remoteId: comment,
        threadRemoteId: comment,
        text: "Où est ma commande ? 😔",
        author: { remoteId: "5512345678901234", name: "Zoé Ünal" },
        attachments: [],
        postRemoteId: post,
        inReplyToRemoteId: undefined,
        url: "https://www.facebook.com/acme/posts/1220001",
        isOwn: false,
      },
    ]);
  });

  it("puts a reply into the thread of the comment above it", () => {
    expect(eventsOf("comment-reply")).toMatchObject([
      { remoteId: "1220001_9870002", threadRemoteId: comment, inReplyToRemoteId: comment, postRemoteId: post },
    ]);
  });

  it("knows the page's own comments, which start no clock", () => {
    expect(eventsOf("comment-own")).toMatchObject([{ type: "message", isOwn: true, threadRemoteId: comment }]);
  });

  it("reads edits and removals", () => {
    expect([...eventsOf("comment-edited"), ...eventsOf("comment-removed")]).toMatchObject([
      { type: "edit", remoteId: comment, text: "Où est ma commande nº 12 ?", occurredAt: new Date(1795392100_000) },
      { type: "deletion", remoteId: comment, occurredAt: new Date(1795392200_000) },
    ]);
  });

  it("reads a visitor's post on the page as a mention", () => {
    expect(eventsOf("visitor-post")).toMatchObject([
      { type: "message", kind: "mention", remoteId: `${page}_1220009`, text: "Merci à toute l'équipe !", isOwn: false },
    ]);
  });

  it("reads a mention", () => {
    expect(eventsOf("mention")).toMatchObject([
      { kind: "mention", remoteId: "99001_88001", threadRemoteId: "99001_88001", text: "Un coucou à Acme" },
    ]);
  });

  it("reads a direct message, by the clock of the network", () => {
    expect(eventsOf("direct-message")).toMatchObject([
      {
        kind: "direct",
        eventKey: `msg:${page}:m_AbC123`,
        remoteId: "m_AbC123",
        threadRemoteId: "26412345678901",
        text: "Bonjour, êtes-vous ouverts ?",
        occurredAt: new Date(1795391998123),
        isOwn: false,
      },
    ]);
  });

  it("puts the echo of our answer into the customer's thread", () => {
    expect(eventsOf("direct-message-echo")).toMatchObject([
      { remoteId: "m_Out001", threadRemoteId: "26412345678901", isOwn: true },
    ]);
  });

  it("reads deliveries and readings", () => {
    expect([...eventsOf("direct-message-delivered"), ...eventsOf("direct-message-read")]).toMatchObject([
      { type: "status", status: "delivered", remoteId: "m_Out001", occurredAt: new Date(1795391999500) },
      { type: "status", status: "read", threadRemoteId: "26412345678901", occurredAt: new Date(1795392000000) },
    ]);
  });

  it("reads an edited message, and a tapped button as its title", () => {
    expect([...eventsOf("direct-message-edited"), ...eventsOf("postback")]).toMatchObject([
      { type: "edit", eventKey: `msg:${page}:m_AbC123:edit:1`, text: "Bonjour, êtes-vous ouverts lundi ?" },
      { type: "message", kind: "direct", remoteId: "m_Pb1", text: "Parler à une personne" },
    ]);
  });

  it.each([
    ["reaction", "feed reaction add"],
    ["own-photos", "feed photo add"],
    ["comment-hidden", "feed comment hide"],
    ["leadgen", "leadgen"],
    ["standby", "standby"],
  ])("leaves %s alone", (name, what) => {
    expect(eventsOf(name)).toEqual([{ type: "ignored", what }]);
  });

  it("tells every event of a batch, in order, whatever stands between them", () => {
    expect(eventsOf("batch").map(summary)).toEqual([
      "message Où est ma commande ? 😔",
      "message un",
      "message ",
      "unknown feed",
      "unknown field new_in_2027",
      "message deux",
    ]);
  });

  it("does not lose a message for an attachment in a shape that nobody knows", () => {
    const message = { mid: "m_1", text: "bonjour", attachments: [7, { type: 3, payload: "?" }], reply_to: "?" };
    const item = { sender: { id: "5" }, recipient: { id: page }, timestamp: 1795391998123, message };

    expect(webhook.events({ object: "page", entry: [{ id: page, time: 1, messaging: [item] }] })).toMatchObject([
      { type: "message", text: "bonjour" },
    ]);
  });

  it("gives a redelivery the same keys, and different events different ones", () => {
    const names = ["comment", "comment-reply", "comment-edited", "comment-removed", "mention", "direct-message"];
    const keys = () => names.flatMap(eventsOf).map((event) => "eventKey" in event && event.eventKey);

    expect(keys()).toEqual(keys());
    expect(new Set(keys()).size).toBe(names.length);
  });

  it("tells two edits apart that carry no time", () => {
    const edited = (message: string) => [
      {
        object: "page",
        entry: [
          {
            id: page,
            time: 1,
            changes: [{ field: "feed", value: { item: "comment", verb: "edited", comment_id: "1", message } }],
          },
        ],
      },
    ];

    const [one, other] = webhook.events([...edited("un"), ...edited("deux")]);

    expect(one).toMatchObject({ type: "edit", text: "un" });
    expect(one && "eventKey" in one && one.eventKey).not.toBe(other && "eventKey" in other && other.eventKey);
  });

  it("takes no delivery for another product", () => {
    expect(webhook.events(readWebhook("instagram", "comment"))).toEqual([
      { type: "unknown", what: "object instagram" },
    ]);
  });
});

function summary(event: InboundEvent): string {
  return event.type === "message"
    ? `message ${event.text ?? ""}`
    : `${event.type} ${"what" in event ? event.what : ""}`;
}
