import { describe, expect, it } from "vitest";
import { listMessages } from "#lib/app/engagement/list-messages.ts";
import { ContentRejectedError, OutcomeUnknownError } from "#lib/networks/errors.ts";
import type { Exchange, Webhook } from "#lib/networks/network.ts";
import { EngagementBench } from "#test/support/engagement-bench.ts";
import {
  aComment,
  aDeletion,
  aDirectMessage,
  anEdit,
  anInstant,
  aStatus,
  CHANNEL,
} from "#test/support/inbound-events.ts";

describe("ingest", () => {
  it("stores a customer's comment and routes it to customer service", async () => {
    const bench = new EngagementBench();

    await bench.deliver([aComment({ text: "Où est ma commande ? 😀" })]);

    expect(bench.inbox).toMatchObject([
      {
        version: 1,
        event: "created",
        kind: "comment",
        text: "Où est ma commande ? 😀",
        author: { remoteId: "u1", name: "Zoé" },
        channelId: "chirper/acme",
        occurredAt: "2026-11-23T09:00:00.000Z",
        receivedAt: "2026-11-23T10:00:00.000Z",
      },
    ]);
    expect(bench.conversations.all).toMatchObject([
      { isPending: false, content: { conversationId: expect.any(String) } },
    ]);
  });

  it("carries out every event of a batch", async () => {
    const bench = new EngagementBench();

    await bench.deliver(
      Array.from({ length: 50 }, (_, n) => aComment({ remoteId: `m${n}`, threadRemoteId: `t${n % 7}` })),
    );

    expect(bench.inbox).toHaveLength(50);
    expect(new Set(bench.inbox.map(({ conversationId }) => conversationId)).size).toBe(7);
  });

  it("stores and routes once what is delivered three times at once", async () => {
    const bench = new EngagementBench();

    await Promise.all([bench.deliver([aComment()]), bench.deliver([aComment()]), bench.deliver([aComment()])]);

    expect(bench.customerService.arrived).toHaveLength(1);
    expect(bench.counts).toMatchObject({ MessageStored: 1, EventDuplicate: 2 });
  });

  it("stores, lists and settles a message without reading anything first", async () => {
    const bench = new EngagementBench();

    await bench.deliver([aComment()]);

    expect(bench.conversations.writes).toEqual(["save", "file", "settle"]);
  });

  it("routes an edit and a deletion as changes of the message they are about", async () => {
    const bench = new EngagementBench();

    await bench.deliver([aComment()]);
    await bench.deliver([anEdit({ text: "Is it in stock now?" })]);
    await bench.deliver([aDeletion()]);

    expect(bench.customerService.arrived.map(({ event, text }) => [event, text])).toEqual([
      ["created", "Is it in stock?"],
      ["edited", "Is it in stock now?"],
      ["deleted", undefined],
    ]);
    expect(new Set(bench.customerService.arrived.map(({ messageId }) => messageId)).size).toBe(1);
    expect(bench.publishedOf("MessageReceived")).toHaveLength(1);
  });

  it("keeps an edit that comes before its message, and applies it then", async () => {
    const bench = new EngagementBench();

    await bench.deliver([anEdit({ text: "second thoughts" })]);
    expect(bench.customerService.arrived).toEqual([]);
    await bench.deliver([aComment()]);

    expect(bench.inbox).toMatchObject([{ event: "edited", text: "second thoughts" }]);
  });

  it("does not show the words of a message whose deletion came first", async () => {
    const bench = new EngagementBench();

    await bench.deliver([aDeletion()]);
    await bench.deliver([aComment()]);

    expect(bench.inbox).toMatchObject([{ event: "deleted", deletedAt: "2026-11-23T09:02:00.000Z" }]);
    expect(JSON.stringify(bench.conversations.all)).not.toContain("in stock");
  });

  it("keeps the newest edit, whatever the order of arrival", async () => {
    const bench = new EngagementBench();
    const [early, late] = [anInstant("09:01:00"), anInstant("09:05:00")];

    await bench.deliver([aComment()]);
    await bench.deliver([anEdit({ text: "new", occurredAt: late })]);
    await bench.deliver([anEdit({ text: "old", occurredAt: early })]);

    expect(bench.inbox).toMatchObject([{ text: "new" }]);
    expect(bench.counts.EventDuplicate).toBe(1);
  });

  it("stores our own echo in the conversation and never routes it", async () => {
    const bench = new EngagementBench();

    await bench.deliver([aDirectMessage(), aDirectMessage({ remoteId: "ours", isOwn: true, text: "Yes!" })]);

    expect(bench.inbox).toHaveLength(1);
    const [{ conversationId } = { conversationId: "" }] = bench.inbox;
    const listed = await listMessages(conversationId, { conversations: bench.conversations });
    expect(listed.map(({ direction }) => direction).toSorted()).toEqual(["inbound", "outbound"]);
    expect(bench.publishedOf("MessageReceived")).toHaveLength(1);
  });

  it("moves the status of our messages forward only, even before the message is known", async () => {
    const bench = new EngagementBench();

    await bench.deliver([aStatus({ remoteId: "ours", status: "read" })]);
    await bench.deliver([
      aStatus({ remoteId: "ours", status: "sent" }),
      aStatus({ remoteId: "ours", status: "delivered" }),
    ]);
    await bench.deliver([aDirectMessage({ remoteId: "ours", isOwn: true })]);

    expect(bench.conversations.all).toMatchObject([{ status: "read" }]);
    expect(bench.customerService.arrived).toEqual([]);
  });

  it("understands 'read until' for every message of ours before it", async () => {
    const bench = new EngagementBench();
    const ours = (remoteId: string, time: string) =>
      aDirectMessage({ remoteId, isOwn: true, occurredAt: anInstant(time) });

    await bench.deliver([ours("one", "09:00:00"), ours("two", "09:10:00"), ours("three", "09:30:00")]);
    await bench.deliver([aStatus({ status: "delivered", occurredAt: anInstant("09:20:00") })]);
    await bench.deliver([aStatus({ status: "read", occurredAt: anInstant("09:05:00") })]);

    const conversationId = bench.conversations.all[0]?.content?.conversationId ?? "";
    const listed = await listMessages(conversationId, { conversations: bench.conversations });
    expect(listed.map(({ status }) => status)).toEqual(["read", "delivered", "sent"]);
  });

  it.each([
    ["is not JSON", "<html>"],
    ["is JSON of no known shape", "[1,2,3]"],
    ["is nothing but null", "null"],
    ["is empty", ""],
  ])("counts a believed body that %s, and is done with it", async (_, body) => {
    const bench = new EngagementBench();

    await bench.deliverBody(body);

    expect(bench.counts).toEqual({ EventUnknown: 1 });
    expect(bench.conversations.all).toEqual([]);
  });

  it("counts what nobody knows or wants, and still carries out the rest", async () => {
    const bench = new EngagementBench();

    await bench.deliver([{ type: "unknown", what: "poke" }, { type: "ignored", what: "typing" }, aComment()]);

    expect(bench.counts).toMatchObject({ EventUnknown: 1, EventIgnored: 1, MessageRouted: 1 });
  });

  it("counts events for a channel that is not ours, and stores nothing", async () => {
    const bench = new EngagementBench();

    await bench.deliver([aComment({ channelRemoteId: "somebody-else" })]);

    expect(bench.counts).toEqual({ EventForUnknownChannel: 1 });
  });

  it("reads a body that was too large for the queue from the archive", async () => {
    const bench = new EngagementBench();
    const many = Array.from({ length: 2_000 }, (_, n) => aComment({ remoteId: `m${n}`, text: "x".repeat(1_000) }));
    const body = new TextEncoder().encode(JSON.stringify({ events: many }));
    bench.archived.set("webhooks/chirper/d1", body);

    await bench.deliverBody(undefined);

    expect(body.byteLength).toBeGreaterThan(2 * 1024 * 1024);
    expect(bench.inbox).toHaveLength(2_000);
  });

  it("cuts a text that no network would let a person write to what queues and tables take", async () => {
    const bench = new EngagementBench();

    await bench.deliver([aComment({ text: "😀".repeat(1_000_000) })]);

    expect(JSON.stringify(bench.inbox).length).toBeLessThan(200_000);
  });

  it("does the other events of a delivery when one fails, and all of them in the end", async () => {
    const bench = new EngagementBench();
    let failures = 1;
    bench.customerService.beforeSend = () => {
      if (failures-- > 0) throw new Error("queue down");
    };
    const events = [
      aComment({ remoteId: "m1", threadRemoteId: "t1" }),
      aComment({ remoteId: "m2", threadRemoteId: "t2" }),
    ];

    await expect(bench.deliver(events)).rejects.toThrow("1 of 2 failed");
    expect(bench.inbox).toHaveLength(1);
    await bench.deliver(events);

    expect(bench.inbox).toHaveLength(2);
    expect(bench.conversations.all.every(({ isPending }) => !isPending)).toBe(true);
  });

  it("logs no text and no name", async () => {
    const bench = new EngagementBench();

    await bench.deliver([aComment({ text: "my secret", author: { remoteId: "u1", name: "Zoé Nguyễn" } })]);

    expect(JSON.stringify([bench.logged, bench.published])).not.toMatch(/my secret|Nguy/);
  });
});

describe("ingest of a message that must be fetched", () => {
  const bare = aComment({ text: undefined, author: undefined, needsHydration: true });

  it("fetches text and author before it routes", async () => {
    const bench = new EngagementBench();

    await bench.deliver([bare]);

    expect(bench.customerService.arrived).toMatchObject([
      { text: "fetched", author: { remoteId: "u9" }, isComplete: true },
    ]);
  });

  it("retries with the delivery while the network is in trouble", async () => {
    const bench = new EngagementBench();
    bench.chirper.hydrations.push(new OutcomeUnknownError("500"));

    await expect(bench.deliver([bare], 1)).rejects.toThrow("1 of 1 failed");
    expect(bench.customerService.arrived).toEqual([]);
    await bench.deliver([bare], 2);

    expect(bench.customerService.arrived).toMatchObject([{ text: "fetched" }]);
  });

  it.each([
    ["when the network refuses for good", new ContentRejectedError("private account"), 1],
    ["after the third try", new OutcomeUnknownError("500"), 3],
  ])("passes it on without its text %s, and says so", async (_, error, attempt) => {
    const bench = new EngagementBench();
    bench.chirper.hydrations.push(error);

    await bench.deliver([bare], attempt);

    expect(bench.customerService.arrived).toMatchObject([{ event: "created", isComplete: false }]);
    expect(bench.counts.MessageHydrationFailed).toBe(1);
  });

  it("leaves the network alone while its limit is nearly used up, and then asks", async () => {
    const bench = new EngagementBench();
    const line = await bench.services.budgets.open(CHANNEL, {}, bench.services.http);
    line.refused("fetching", new Date(bench.clock.now().getTime() + 60_000));

    await expect(bench.deliver([bare], 1)).rejects.toThrow("1 of 1 failed");
    expect(bench.chirper.hydrationCount).toBe(0);
    bench.clock.advance(61_000);
    await bench.deliver([bare], 2);

    expect(bench.customerService.arrived).toMatchObject([{ text: "fetched" }]);
  });

  it("reads off what it fetches how much of the network's limits is used", async () => {
    const bench = new EngagementBench();
    const read: string[] = [];
    const { network } = bench.chirper;
    const rates = {
      read: ({ request }: Exchange) => {
        read.push(request.url.pathname);
        return { readings: [], unreadable: [] };
      },
    };
    const hydrate: NonNullable<Webhook["hydrate"]> = async (message, { http }) => {
      await http({ method: "GET", url: new URL("https://chirper.example/messages/m1") });
      return { ...message, text: "fetched" };
    };
    const webhook = network.webhook && { ...network.webhook, hydrate };
    bench.services.networks = () => ({ ...network, webhook, rates });
    bench.services.http = async () => ({ status: 200, headers: new Headers(), text: "" });

    await bench.deliver([bare]);

    expect(read).toEqual(["/messages/m1"]);
    expect(bench.customerService.arrived).toMatchObject([{ text: "fetched" }]);
  });

  it("sends the text after it when the sweep was faster", async () => {
    const bench = new EngagementBench();
    bench.chirper.hydrations.push(new OutcomeUnknownError("500"));
    await expect(bench.deliver([bare])).rejects.toThrow();

    bench.clock.advance(3 * 60_000);
    await bench.sweep();
    await bench.deliver([bare], 2);

    expect(bench.customerService.arrived.map(({ isComplete }) => isComplete)).toEqual([false, true]);
    expect(bench.conversations.all).toHaveLength(1);
  });
});
