import { describe, expect, it } from "vitest";
import { listConversations } from "#lib/app/engagement/list-conversations.ts";
import { EngagementBench } from "#test/support/engagement-bench.ts";
import { aComment, aDirectMessage, anInstant } from "#test/support/inbound-events.ts";

const today = { channelIds: ["chirper/acme"], days: ["2026-11-23"], limit: 10 };

describe("listConversations", () => {
  it("lists the conversation with the latest customer's word first, and whether an answer is due", async () => {
    const bench = new EngagementBench();
    await bench.deliver([
      aDirectMessage({ threadRemoteId: "u1", remoteId: "m1", occurredAt: anInstant("08:00:00"), text: "hello" }),
      aDirectMessage({
        threadRemoteId: "u1",
        remoteId: "m2",
        occurredAt: anInstant("08:05:00"),
        isOwn: true,
        text: "hi",
      }),
      aComment({ remoteId: "m3", occurredAt: anInstant("09:00:00"), text: "nice" }),
    ]);

    const listed = await listConversations(today, bench.conversations);

    expect(listed).toMatchObject([
      { kind: "comment", lastText: "nice", isAnswerDue: true, authorName: "Zoé" },
      { kind: "direct", lastText: "hi", isAnswerDue: false, authorName: "Zoé" },
    ]);
  });

  it("lists a conversation once, however many days it lasts", async () => {
    const bench = new EngagementBench();
    await bench.deliver([
      aDirectMessage({ remoteId: "m1", occurredAt: new Date("2026-11-22T23:59:00Z") }),
      aDirectMessage({ remoteId: "m2", occurredAt: new Date("2026-11-23T00:01:00Z") }),
    ]);

    const listed = await listConversations({ ...today, days: ["2026-11-22", "2026-11-23"] }, bench.conversations);

    expect(listed).toHaveLength(1);
  });

  it("stops at the limit", async () => {
    const bench = new EngagementBench();
    await bench.deliver(Array.from({ length: 5 }, (_, n) => aComment({ remoteId: `m${n}`, threadRemoteId: `t${n}` })));

    expect(await listConversations({ ...today, limit: 3 }, bench.conversations)).toHaveLength(3);
  });
});
