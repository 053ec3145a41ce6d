import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { noTrouble } from "#lib/networks/simulator.ts";
import { takeMessages } from "./customer-service.ts";
import { dueSoon, type Row } from "./due-soon.ts";
import { RunningSession } from "./running-session.ts";

const running = new RunningSession();

const on = (network: string, dueIn: number, ...texts: readonly string[]): Row[] =>
  texts.map((text, index) => ({
    id: `${network}-${index}`,
    dueIn: dueIn + index,
    channels: network,
    text: `${text} (${network})`,
    media: network === "instagram" ? "croissants.jpg" : undefined,
  }));

/** Networks that accept nothing take minutes to prove it: `test/app` and `test/faults` have those. */
const rows = [
  ...on("x", 8, "Pain de mie", "Fougasse", "Brioche"),
  ...on("facebook", 8, "Éclair", "Mille-feuille", "Paris-brest"),
  ...on("instagram", 8, "Tarte", "Flan", "Chausson"),
];

beforeAll(async () => {
  await running.start();
  const accepted = { dropAfterAccept: 1, errorAfterAccept: 1 };
  Object.assign(running.network("x").trouble, accepted);
  Object.assign(running.network("facebook").trouble, { ...accepted, slowMs: 700 });
  Object.assign(running.network("instagram").trouble, { ...accepted, tokenExpired: 1 });
  await running.upload("trouble.csv", dueSoon(...rows));
  await running.hears("PublicationPublished", rows.length);
  for (const { trouble } of running.session.networks.simulators) Object.assign(trouble, noTrouble());
}, 120_000);
afterAll(() => running.remove());

describe("networks that accept and do not say so, refuse a token for a moment, or take their time", () => {
  it.each(["x", "facebook", "instagram"])("show every post exactly once on %s", (network) => {
    const wanted = rows.filter(({ channels }) => channels === network).map(({ text }) => text);

    const shown = running.network(network).truth.posts.map(({ text }) => text);

    expect(shown.toSorted()).toEqual(wanted.toSorted());
  });

  it("leave posts in doubt until the network was asked", () => {
    const doubted = running.told<{ network: string }>("PublicationUncertain").map(({ network }) => network);

    expect(doubted.toSorted()).toEqual(["facebook", "facebook", "instagram", "instagram", "x", "x"]);
  });

  it("announce no post twice", () => {
    const ids = running.told<{ publicationId: string }>("PublicationPublished").map((each) => each.publicationId);

    expect(new Set(ids).size).toBe(ids.length);
    expect(running.told("PublicationFailed")).toEqual([]);
  });
});

describe("webhooks that come twice, late, in reverse order and in batches", () => {
  const LETTERS = ["Un", "Deux", "Trois", "Quatre"];

  it("bring each message to customer service once, and one answer back", async () => {
    for (const { trouble, customer } of running.session.networks.simulators) {
      Object.assign(trouble, { webhookDuplicates: 2, webhookBatch: LETTERS.length });
      for (const text of LETTERS) await customer.direct({ author: "Zoé", text });
    }
    await tells("MessageRouted", "messageId", 3 * LETTERS.length);

    const messages = await takeMessages(running.session);
    const { replyQueue } = running.session;
    for (const { conversationId, messageId, text } of messages) {
      if (text !== "Un") continue;
      const request = {
        version: 1,
        replyId: `agent-${messageId}`,
        conversationId,
        messageId,
        text: "Merci !",
      } as const;
      await Promise.all([replyQueue.send(request), replyQueue.send(request), replyQueue.send(request)]);
    }
    await tells("ReplySent", "replyId", 3);

    const everyLetter = ["facebook", "instagram", "x"].flatMap((network) =>
      LETTERS.map((text) => `${network}: ${text}`),
    );
    expect(messages.map(({ network, text }) => `${network}: ${text}`).toSorted()).toEqual(everyLetter.toSorted());
    const answers = running.session.networks.simulators.flatMap(({ truth }) => truth.messages.filter((m) => m.isOurs));
    expect(answers.map(({ kind, text }) => `${kind}: ${text}`)).toEqual(
      Array.from({ length: 3 }, () => "direct: Merci !"),
    );
  }, 60_000);
});

/** Waits for different ones: two workers who meet over one message or one answer both tell of it. */
async function tells(type: string, id: string, count: number): Promise<void> {
  const different = () => new Set(running.told(type).map((detail) => detail[id])).size;
  await vi.waitFor(() => expect(different()).toBe(count), { timeout: 30_000, interval: 100 });
}
