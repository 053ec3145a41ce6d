import { describe, expect, it } from "vitest";
import { CredentialsMissingError } from "#lib/app/accounts/ports.ts";
import { listMessages } from "#lib/app/engagement/list-messages.ts";
import { OutcomeUnknownError } from "#lib/networks/errors.ts";
import { EngagementBench } from "#test/support/engagement-bench.ts";
import { aComment, aDeletion, aDirectMessage, anInstant } from "#test/support/inbound-events.ts";

async function benchWith(...events: Parameters<EngagementBench["deliver"]>[0][number][]) {
  const bench = new EngagementBench();
  await bench.deliver(events.length > 0 ? events : [aComment()]);
  const [{ conversationId } = { conversationId: "" }] = bench.inbox;
  const ask = (given: object = {}) => bench.reply({ conversationId, text: "Yes!", replyId: "r1", ...given });
  return { bench, conversationId, ask };
}

/** Lets an hour pass in the steps in which the sweep runs. */
async function passAnHour(bench: EngagementBench): Promise<void> {
  for (let minutes = 0; minutes < 60; minutes += 5) {
    bench.clock.advance(5 * 60_000);
    await bench.sweep();
  }
}

const lost = () => ({ outcome: "ambiguous", reason: "the connection was reset" }) as const;

describe("sendReply", () => {
  it("answers the customer and says so", async () => {
    const { bench, conversationId, ask } = await benchWith();

    await ask();

    expect(bench.chirper.live).toMatchObject([
      {
        text: "Yes!",
        target: { kind: "comment", messageRemoteId: "m1", threadRemoteId: "thread-1", authorRemoteId: "u1" },
      },
    ]);
    expect(bench.publishedOf("ReplySent")).toMatchObject([
      { detail: { replyId: "r1", conversationId, remoteId: "reply-1", channelId: "chirper/acme" } },
    ]);
    const listed = await listMessages(conversationId, { conversations: bench.conversations });
    expect(listed.map(({ direction, text }) => [direction, text])).toEqual([
      ["inbound", "Is it in stock?"],
      ["outbound", "Yes!"],
    ]);
  });

  it("keeps what the network calls its answer", async () => {
    const { bench, ask } = await benchWith();
    bench.chirper.sends.push(() => ({ outcome: "rejected", reason: "too old", traceId: "AyZ1" }));

    await ask();

    expect(bench.conversations.replies.one("r1").history).toContainEqual(
      expect.objectContaining({ what: "failed", traceId: "AyZ1" }),
    );
  });

  it("makes one reply of an agent's double click", async () => {
    const { bench, ask } = await benchWith();

    await Promise.all([ask(), ask(), ask()]);
    await ask();

    expect(bench.chirper.live).toHaveLength(1);
    expect(bench.publishedOf("ReplySent")).toHaveLength(1);
  });

  it("makes two replies of two requests, even with the same words", async () => {
    const { bench, ask } = await benchWith();

    await ask({ replyId: "r1" });
    await ask({ replyId: "r2" });

    expect(bench.chirper.live).toHaveLength(2);
  });

  it("answers the customer's latest message by the network's clock, not by the order of arrival", async () => {
    const { bench, ask } = await benchWith(
      aDirectMessage({ remoteId: "late", occurredAt: anInstant("09:30:00") }),
      aDirectMessage({ remoteId: "early", occurredAt: anInstant("09:00:00") }),
    );

    await ask();

    expect(bench.chirper.live[0]?.target).toMatchObject({
      messageRemoteId: "late",
      lastInboundAt: anInstant("09:30:00"),
    });
  });

  it("does not answer a message that its author took back", async () => {
    const { bench, ask } = await benchWith(
      aDirectMessage({ remoteId: "stands", occurredAt: anInstant("09:00:00") }),
      aDirectMessage({ remoteId: "gone", occurredAt: anInstant("09:30:00") }),
      aDeletion({ remoteId: "gone" }),
    );

    await ask();

    expect(bench.chirper.live[0]?.target.messageRemoteId).toBe("stands");
  });

  it("answers the message that the agent chose", async () => {
    const { bench, ask } = await benchWith(
      aComment({ remoteId: "first" }),
      aComment({ remoteId: "second", occurredAt: anInstant("09:30:00") }),
    );
    const first = bench.inbox.find(({ occurredAt }) => occurredAt.includes("09:00:00"));

    await ask({ messageId: first?.messageId });

    expect(bench.chirper.live[0]?.target.messageRemoteId).toBe("first");
  });

  it("takes the network's echo of our answer for the same message", async () => {
    const { bench, conversationId, ask } = await benchWith(aDirectMessage());
    const echo = aDirectMessage({ remoteId: "reply-1", isOwn: true, text: "Yes!", occurredAt: anInstant("10:00:00") });

    await bench.deliver([echo]);
    await ask();
    await bench.deliver([echo]);

    const listed = await listMessages(conversationId, { conversations: bench.conversations });
    expect(listed).toHaveLength(2);
    expect(bench.inbox).toHaveLength(1);
  });

  it.each([
    ["nothing", null],
    ["a list", []],
    ["no text", { conversationId: "c", replyId: "r1" }],
    ["a blank id", { conversationId: "c", replyId: " ", text: "hi" }],
    ["a later version", { version: 2, conversationId: "c", replyId: "r1", text: "hi" }],
  ])("refuses a request of %s by an event, without a retry", async (_, request) => {
    const bench = new EngagementBench();

    await bench.reply(request);

    expect(bench.publishedOf("ReplyFailed")).toHaveLength(1);
    expect(bench.conversations.replies.items.size).toBe(0);
  });

  it("fails a reply to a conversation that nobody knows", async () => {
    const { bench, ask } = await benchWith();

    await ask({ conversationId: "unknown" });

    expect(bench.publishedOf("ReplyFailed")).toMatchObject([
      { detail: { reason: "there is no such message to answer" } },
    ]);
  });

  it("does not answer a message of another conversation than the one it names", async () => {
    const { bench, ask } = await benchWith(aComment(), aComment({ remoteId: "m2", threadRemoteId: "elsewhere" }));
    const [, other] = bench.inbox;

    await ask({ messageId: other?.messageId, conversationId: bench.inbox[0]?.conversationId });

    expect(bench.chirper.sendCount).toBe(0);
  });

  it("fails a reply that the network's rules forbid, before anything is sent", async () => {
    const { bench, ask } = await benchWith();
    bench.chirper.problem = "the reply window closed yesterday";

    await ask();

    expect(bench.chirper.sendCount).toBe(0);
    expect(bench.publishedOf("ReplyFailed")).toMatchObject([
      { detail: { reason: "the reply window closed yesterday: write something else" } },
    ]);
  });

  it("fails a reply to a kind of message that the network lets nobody answer", async () => {
    const { bench, ask } = await benchWith(aComment({ kind: "mention" }));

    await ask();

    expect(bench.publishedOf("ReplyFailed")).toMatchObject([
      { detail: { reason: "a mention cannot be answered on chirper" } },
    ]);
  });

  it("fails a reply that the network refuses", async () => {
    const { bench, ask } = await benchWith();
    bench.chirper.sends.push(() => ({ outcome: "rejected", reason: "blocked by this person" }));

    await ask();
    await passAnHour(bench);

    expect(bench.chirper.sendCount).toBe(1);
    expect(bench.publishedOf("ReplyFailed")).toHaveLength(1);
  });

  it("waits as long as the network asks, then answers once", async () => {
    const { bench, ask } = await benchWith();
    const retryAt = new Date(bench.clock.now().getTime() + 12 * 60_000);
    bench.chirper.sends.push(() => ({ outcome: "notAccepted", because: "rate-limited", reason: "slow down", retryAt }));

    await ask();
    bench.clock.advance(10 * 60_000);
    await bench.sweep();
    expect(bench.chirper.sendCount).toBe(1);
    await passAnHour(bench);

    expect(bench.chirper.live).toHaveLength(1);
    expect(bench.publishedOf("ReplySent")).toHaveLength(1);
  });

  it("gives up after a day", async () => {
    const { bench, ask } = await benchWith();
    bench.services.openChannel = () => Promise.reject(new CredentialsMissingError("chirper/acme"));

    await ask();
    bench.clock.advance(25 * 60 * 60_000);
    await bench.sweep();

    expect(bench.publishedOf("ReplyFailed")).toMatchObject([
      { detail: { reason: expect.stringContaining("within a day") } },
    ]);
  });

  it("does not repeat an answer that arrived although the connection was lost", async () => {
    const { bench, ask } = await benchWith();
    bench.chirper.sends.push((post) => {
      post();
      return lost();
    });

    await ask();
    await passAnHour(bench);

    expect(bench.chirper.live).toHaveLength(1);
    expect(bench.publishedOf("ReplySent")).toMatchObject([{ detail: { remoteId: "reply-1" } }]);
  });

  it("sends again what provably did not arrive, but not before the network had time to show it", async () => {
    const { bench, ask } = await benchWith();
    bench.chirper.sends.push(lost);

    await ask();
    bench.clock.advance(59_000);
    await bench.sweep();
    expect(bench.chirper.sendCount).toBe(1);
    await passAnHour(bench);

    expect(bench.chirper.sendCount).toBe(2);
    expect(bench.chirper.live).toHaveLength(1);
  });

  it("takes 'you said this already' after a lost attempt for the sign that it was not lost", async () => {
    const { bench, ask } = await benchWith();
    bench.chirper.sends.push(lost, (post) => {
      post();
      return { outcome: "rejected", reason: "duplicate", duplicate: true };
    });

    await ask();
    await passAnHour(bench);

    expect(bench.publishedOf("ReplySent")).toHaveLength(1);
    expect(bench.publishedOf("ReplyFailed")).toEqual([]);
  });

  it("asks a person when the network can never tell", async () => {
    const { bench, ask } = await benchWith();
    bench.chirper.sends.push(lost);
    bench.chirper.finds.push({ found: false, because: "cannot-know", reason: "messages cannot be listed" });

    await ask();
    await passAnHour(bench);

    expect(bench.chirper.sendCount).toBe(1);
    expect(bench.publishedOf("ReplyInReview")).toHaveLength(1);
  });

  it("asks a person in the end when the network never answers the question", async () => {
    const { bench, ask } = await benchWith();
    bench.chirper.sends.push(lost);
    bench.chirper.finds.push(...Array.from({ length: 50 }, () => new OutcomeUnknownError("500")));

    await ask();
    for (let hours = 0; hours < 5; hours++) await passAnHour(bench);

    expect(bench.chirper.sendCount).toBe(1);
    expect(bench.publishedOf("ReplyInReview")).toHaveLength(1);
  });

  it.each([
    ["posted", 1],
    ["did not post", 0],
  ])("finds out what a worker did that died after it %s", async (_, posted) => {
    const { bench, ask } = await benchWith();
    bench.chirper.sends.push((post) => {
      if (posted) post();
      throw new Error("the worker died");
    });

    await expect(ask()).rejects.toThrow("the worker died");
    await ask();
    expect(bench.chirper.sendCount).toBe(1);
    await passAnHour(bench);

    expect(bench.chirper.live).toHaveLength(1);
    expect(bench.publishedOf("ReplySent")).toHaveLength(1);
  });

  it("announces a reply that was sent, when the worker died before it could", async () => {
    const { bench, ask } = await benchWith();
    let failures = 1;
    bench.beforePublish = () => {
      if (failures-- > 0) throw new Error("bus down");
    };

    await expect(ask()).rejects.toThrow("bus down");
    await passAnHour(bench);

    expect(bench.chirper.live).toHaveLength(1);
    expect(bench.publishedOf("ReplySent")).toHaveLength(1);
    expect(bench.conversations.replies.one("r1").nextStepAt).toBeUndefined();
  });

  it("says nothing of what was written in logs and events", async () => {
    const { bench, ask } = await benchWith();

    await ask({ text: "your order 12345 is on its way" });

    expect(JSON.stringify([bench.logged, bench.published])).not.toContain("12345");
  });
});
