import { describe, expect, it } from "vitest";
import { webhook } from "#lib/networks/instagram/webhook.ts";
import { readWebhook } from "#test/support/webhook-events.ts";

const profile = "17841405822304914";
const comment = "17894227972186120";

const eventsOf = (name: string) => webhook.events(readWebhook("instagram", name));

describe("instagram webhook", () => {
  it.each(["comment", "comment-flat"])("reads a comment in the shape of %s", (name) => {
    expect(eventsOf(name)).toEqual([
      {
        type: "message",
        kind: "comment",
        eventKey: `ig:${profile}:comment:${comment}`,
        channelRemoteId: profile,
        occurredAt: new Date(1795392000_000),
        remoteId: comment,
        threadRemoteId: comment,
        text: "Trop beau ❤️",
        author: { remoteId: "1790000000001", name: "zoe.unal" },
        attachments: [],
        postRemoteId: "17918195224117851",
        inReplyToRemoteId: undefined,
        isOwn: false,
      },
    ]);
  });

  it("reads a reply that is called comment_id, into the thread above it", () => {
    expect(eventsOf("comment-reply")).toMatchObject([
      { remoteId: "17894227972186121", threadRemoteId: comment, inReplyToRemoteId: comment },
    ]);
  });

  it("knows our own comments", () => {
    expect(eventsOf("comment-own")).toMatchObject([{ isOwn: true, threadRemoteId: comment }]);
  });

  it("asks for the text of a mention to be fetched", () => {
    expect([...eventsOf("mention-in-comment"), ...eventsOf("mention-in-caption")]).toMatchObject([
      { kind: "mention", remoteId: "17894227972186130", postRemoteId: "17918195224117860", needsHydration: true },
      { kind: "mention", remoteId: "17918195224117861", postRemoteId: "17918195224117861", needsHydration: true },
    ]);
  });

  it("takes no mention whose id could change the call that fetches it", () => {
    const value = { media_id: "1){caption},followers_count,x(2" };
    const body = { object: "instagram", entry: [{ id: profile, time: 1, changes: [{ field: "mentions", value }] }] };

    expect(webhook.events(body)).toEqual([{ type: "unknown", what: "mentions" }]);
  });

  it("reads direct messages both ways, what was seen, and what was taken back", () => {
    const names = ["direct-message", "direct-message-echo", "direct-message-seen", "direct-message-deleted"];

    expect(names.flatMap(eventsOf)).toMatchObject([
      { type: "message", text: "Vous livrez en Espagne ?", threadRemoteId: "26412345678901", isOwn: false },
      { type: "message", text: "Oui, bien sûr", threadRemoteId: "26412345678901", isOwn: true },
      { type: "status", status: "read", remoteId: "aWdfZAG1faXRlbTo9" },
      { type: "deletion", remoteId: "aWdfZAG1faXRlbTo1" },
    ]);
  });

  it("keeps the story that a message answers", () => {
    expect(eventsOf("story-reply")).toMatchObject([
      { text: "waouh", attachments: [{ kind: "story", url: expect.stringContaining("asset_id=1") }] },
    ]);
  });

  it.each([
    ["direct-message-reaction", "messaging reaction"],
    ["story-insights", "story_insights"],
  ])("leaves %s alone", (name, what) => {
    expect(eventsOf(name)).toEqual([{ type: "ignored", what }]);
  });
});
