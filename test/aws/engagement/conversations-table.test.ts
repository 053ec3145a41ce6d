import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ConversationReader, MessageStore, Outbox, ReplyStore } from "#lib/app/engagement/ports.ts";
import { StoredConversations } from "#lib/aws/conversations-table/conversations.ts";
import { messageKey } from "#lib/aws/conversations-table/keys.ts";
import { StoredMessages } from "#lib/aws/conversations-table/messages.ts";
import { OutboxIndex } from "#lib/aws/conversations-table/outbox.ts";
import { StoredReplies } from "#lib/aws/conversations-table/replies.ts";
import { type Message, type MessageContent, unheardOf, withContent, withEdit } from "#lib/domain/engagement/message.ts";
import type { AnsweredMessage, Reply } from "#lib/domain/engagement/reply.ts";
import { claimReply, replyAnnounced, replySent } from "#lib/domain/engagement/reply-transitions.ts";
import { startDynamoDb } from "#test/support/dynamodb.ts";
import { InMemoryConversations } from "#test/support/in-memory-conversations.ts";

const TABLE = "conversations";
const now = () => new Date("2026-11-23T10:00:00.000Z");
const at = (time: string) => new Date(`2026-11-23T${time}.000Z`);

interface Stores {
  readonly messages: MessageStore;
  readonly conversations: ConversationReader;
  readonly replies: ReplyStore;
  readonly outbox: Outbox;
}

let database: Awaited<ReturnType<typeof startDynamoDb>>;
beforeAll(async () => {
  database = await startDynamoDb();
  await database.createTable(TABLE, { name: "outbox", partition: "outboxShard", sort: "outboxSort" });
});
afterAll(() => database.stop());

const makers: readonly [string, () => Stores][] = [
  [
    "the conversations table",
    () => ({
      messages: new StoredMessages(database.client, TABLE, now),
      conversations: new StoredConversations(database.client, TABLE),
      replies: new StoredReplies(database.client, TABLE),
      outbox: new OutboxIndex(database.client, TABLE),
    }),
  ],
  [
    "its stand-in in memory",
    () => {
      const memory = new InMemoryConversations(now);
      return { messages: memory, conversations: memory, replies: memory.replies, outbox: memory.outbox };
    },
  ],
];

let names = 0;
const aName = (of: string) => `${of}-${++names}`;

function aMessage(given: Partial<MessageContent> = {}): Message {
  const content: MessageContent = {
    conversationId: "c",
    network: "chirper",
    channelId: "chirper/acme",
    direction: "inbound",
    kind: "comment",
    remoteId: "m",
    threadRemoteId: "t",
    text: "Zoé 😀",
    author: { remoteId: "u1", name: "Zoé" },
    attachments: [{ kind: "image", url: "https://cdn.example/1.jpg" }],
    occurredAt: at("09:00:00"),
    receivedAt: now(),
    isComplete: true,
    ...given,
  };
  return withContent(unheardOf(aName("message")), content);
}

const target: AnsweredMessage = {
  messageId: "m",
  network: "chirper",
  channelId: "chirper/acme",
  kind: "comment",
  messageRemoteId: "m",
  threadRemoteId: "t",
  lastInboundAt: at("09:00:00"),
};

function aReply(given: Partial<Reply> = {}): Reply {
  return {
    replyId: aName("reply"),
    conversationId: "c",
    text: "Yes!",
    requestedAt: now(),
    state: "waiting",
    nextStepAt: now(),
    history: [],
    claimId: aName("claim"),
    attempt: 0,
    fence: 0,
    probeCount: 0,
    ...given,
  };
}

async function allOf(ids: AsyncIterable<string>): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const id of ids) found.push(id);
  return found;
}

describe.each(makers)("%s", (_, make) => {
  let stores: Stores;
  beforeEach(() => {
    stores = make();
  });

  it("gives back a message as it was saved", async () => {
    const message = withEdit(aMessage(), { text: "edited", occurredAt: at("09:05:00"), eventKey: "e1" });

    const saved = await stores.messages.save(message);

    expect(saved).toEqual({ ...message, revision: 1 });
    expect(await stores.messages.load(message.messageId)).toEqual(saved);
  });

  it("saves a new message once, though two try at the same time", async () => {
    const message = aMessage();

    const saved = await Promise.all([stores.messages.save(message), stores.messages.save(message)]);

    expect(saved.filter((each) => each !== undefined)).toHaveLength(1);
  });

  it("does not save a change that was decided on an older revision", async () => {
    const first = await stores.messages.save(aMessage());
    if (!first) throw new Error("not saved");
    await stores.messages.save({ ...first, status: "sent" });

    expect(await stores.messages.save({ ...first, status: "read" })).toBeUndefined();
    expect(await stores.messages.load(first.messageId)).toMatchObject({ status: "sent", revision: 2 });
  });

  it("has a message in the outbox until it is settled", async () => {
    const saved = await stores.messages.save(aMessage());
    if (!saved) throw new Error("not saved");
    const later = new Date(now().getTime() + 1);

    expect(await allOf(stores.outbox.messages(later))).toContain(saved.messageId);
    expect(await allOf(stores.outbox.messages(now()))).not.toContain(saved.messageId);
    await stores.messages.settle(saved);

    expect(await allOf(stores.outbox.messages(later))).not.toContain(saved.messageId);
    expect(await stores.messages.load(saved.messageId)).toMatchObject({ isPending: false, routedRevision: 1 });
  });

  it("keeps in the outbox what has changed since", async () => {
    const first = await stores.messages.save(aMessage());
    if (!first) throw new Error("not saved");
    const second = await stores.messages.save(withEdit(first, { text: "x", occurredAt: now(), eventKey: "e" }));

    await stores.messages.settle(first);

    expect(await stores.messages.load(first.messageId)).toEqual(second);
    expect(second?.isPending).toBe(true);
  });

  it("does not let a change that was decided before it was settled put it back into the outbox", async () => {
    const saved = await stores.messages.save(aMessage());
    if (!saved) throw new Error("not saved");
    await stores.messages.settle(saved);

    expect(await stores.messages.save({ ...saved, status: "read" })).toBeUndefined();
  });

  it("lists the latest messages of a conversation by the network's clock", async () => {
    const conversationId = aName("conversation");
    const one = aMessage({ conversationId, occurredAt: at("09:00:00") });
    const two = aMessage({ conversationId, occurredAt: at("09:10:00"), direction: "outbound" });
    const three = aMessage({ conversationId, occurredAt: at("09:20:00") });
    for (const message of [three, one, two, one]) {
      await stores.messages.save(message);
      await stores.messages.file(message);
    }

    const latest = await stores.conversations.messages(conversationId, { limit: 2 });
    const inbound = await stores.conversations.messages(conversationId, { limit: 5, direction: "inbound" });

    expect(latest.map(({ messageId }) => messageId)).toEqual([three.messageId, two.messageId]);
    expect(inbound.map(({ messageId }) => messageId)).toEqual([three.messageId, one.messageId]);
  });

  it("lists a conversation in its channel's day, with the customer's latest word", async () => {
    const channelId = aName("channel");
    const conversationId = aName("conversation");
    for (const time of ["09:20:00", "09:00:00", "09:10:00"]) {
      await stores.messages.file(aMessage({ channelId, conversationId, occurredAt: at(time) }));
    }
    await stores.messages.file(aMessage({ channelId, direction: "outbound" }));

    expect(await stores.conversations.inbox(channelId, "2026-11-23")).toEqual([
      { conversationId, lastInboundAt: at("09:20:00") },
    ]);
    expect(await stores.conversations.inbox(channelId, "2026-11-22")).toEqual([]);
  });

  it("moves receipts forward only", async () => {
    const conversationId = aName("conversation");
    await stores.messages.receipt(conversationId, "read", at("09:10:00"));
    await stores.messages.receipt(conversationId, "read", at("09:00:00"));
    await stores.messages.receipt(conversationId, "delivered", at("09:20:00"));
    await stores.messages.receipt(conversationId, "sent", at("09:30:00"));

    expect(await stores.conversations.receipts(conversationId)).toEqual({
      readUntil: at("09:10:00"),
      deliveredUntil: at("09:20:00"),
    });
    expect(await stores.conversations.receipts(aName("conversation"))).toEqual({});
  });

  it("gives a second request the reply that the first one opened", async () => {
    const reply = aReply({ text: "first" });

    const opened = [await stores.replies.open(reply), await stores.replies.open({ ...reply, text: "second" })];

    expect(opened).toEqual([reply, reply]);
  });

  it("lets one of two workers claim a reply", async () => {
    const reply = await stores.replies.open(aReply());
    const claim = (claimId: string) => stores.replies.apply(reply, claimReply(reply, target, { now: now(), claimId }));

    const claims = await Promise.all([claim("one"), claim("two")]);

    expect(claims.filter(({ applied }) => applied)).toHaveLength(1);
    expect(claims.map(({ reply: { state, fence } }) => [state, fence])).toEqual([
      ["sending", 1],
      ["sending", 1],
    ]);
  });

  it("has a reply in the outbox while something is left to do", async () => {
    const reply = await stores.replies.open(aReply());
    const stamp = (claimId: string) => ({ now: now(), claimId });
    const soon = new Date(now().getTime() + 1);
    expect(await allOf(stores.outbox.replies(soon))).toContain(reply.replyId);

    const { reply: claimed } = await stores.replies.apply(reply, claimReply(reply, target, stamp("a")));
    expect(await allOf(stores.outbox.replies(soon))).not.toContain(reply.replyId);
    const { reply: sent } = await stores.replies.apply(
      claimed,
      replySent(claimed, { remoteId: "r", sentAt: now() }, stamp("b")),
    );
    expect(await allOf(stores.outbox.replies(soon))).toContain(reply.replyId);
    const { reply: over } = await stores.replies.apply(sent, replyAnnounced(sent, stamp("c")));

    expect(await allOf(stores.outbox.replies(new Date("2027-01-01")))).not.toContain(reply.replyId);
    expect(await stores.replies.load(reply.replyId)).toEqual(JSON.parse(JSON.stringify(over), reviveInstants));
  });
});

describe("the conversations table", () => {
  it("forgets some day what was told about a message that never came, and never a message", async () => {
    const messages = new StoredMessages(database.client, TABLE, now);
    const parked = withEdit(unheardOf(aName("message")), { text: "x", occurredAt: now(), eventKey: "e" });
    const whole = aMessage();
    await messages.save(parked);
    await messages.save(whole);

    const expiry = async ({ messageId }: Message) =>
      (await database.client.send(new GetCommand({ TableName: TABLE, Key: messageKey(messageId) }))).Item?.expiresAt;

    expect(await expiry(parked)).toBe(now().getTime() / 1000 + 30 * 86_400);
    expect(await expiry(whole)).toBeUndefined();
  });
});

function reviveInstants(_key: string, value: unknown): unknown {
  return typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value) ? new Date(value) : value;
}
