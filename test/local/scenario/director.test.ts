import { describe, expect, it, vi } from "vitest";
import type { ReplyRequest } from "#lib/domain/engagement/reply-request.ts";
import type { NetworkSimulator } from "#lib/networks/simulator.ts";
import { LETTERS_PER_NETWORK } from "#local/scenario/customers.ts";
import { Director } from "#local/scenario/director.ts";

const AT = "2026-12-01T09:00:00.000Z";

function aDay(...networks: readonly string[]) {
  const letters: string[] = [];
  const write = (network: string) => async () => {
    letters.push(network);
    return `${letters.length}`;
  };
  const simulators = networks.map((network) => {
    const customer = { comment: write(network), mention: write(network), direct: write(network) };
    return { network, customer } as unknown as NetworkSimulator;
  });
  const answers: ReplyRequest[] = [];
  const trouble: unknown[] = [];
  const collectNumbers = vi.fn(async () => {});
  const replyQueue = { send: async (request: ReplyRequest) => void answers.push(request) };
  const cast = { simulators, replyQueue, collectNumbers, report: (error: unknown) => void trouble.push(error) };
  const director = new Director(cast, { publications: 2, posts: 2 });
  const over = vi.fn();
  void director.over.then(over);
  return { director, letters, answers, trouble, collectNumbers, over };
}

function publication(publicationId: string, network = "x") {
  const known = { version: 1, publicationId, calendar: "c", rowId: "r", channelId: `${network}/a`, network, dueAt: AT };
  return { ...known, publishedAt: AT, latenessMs: 0, remoteId: `remote-${publicationId}` };
}

function routed(messageId: string, kind: "comment" | "mention" | "direct", event = "created") {
  const known = { version: 1, messageId, conversationId: `c-${messageId}`, network: "x", channelId: "x/a", kind };
  return { ...known, occurredAt: AT, event, revision: 1 };
}

const sent = (replyId: string) => ({ version: 1, replyId, conversationId: "c", remoteId: "9", sentAt: AT });
const numbers = (subjectCount: number) => ({
  version: 1,
  channelId: "x/a",
  network: "x",
  subjectCount,
  valueCount: subjectCount,
  at: AT,
});
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("Director", () => {
  it("lets customers write once on each network, as soon as a first post is out there", async () => {
    const { director, letters } = aDay("facebook", "x");

    director.onEvent("PublicationPublished", publication("p1", "x"));
    director.onEvent("PublicationPublished", publication("p1", "x"));
    director.onEvent("PublicationPublished", publication("p2", "x"));
    await settled();

    expect(letters).toEqual(Array.from({ length: LETTERS_PER_NETWORK }, () => "x"));
  });

  it("answers direct messages and mentions once, comments and edits not at all", async () => {
    const { director, answers } = aDay("x");

    director.onEvent("MessageRouted", routed("m1", "direct"));
    director.onEvent("MessageRouted", routed("m1", "direct"));
    director.onEvent("MessageRouted", routed("m2", "mention"));
    director.onEvent("MessageRouted", routed("m3", "comment"));
    director.onEvent("MessageRouted", routed("m4", "direct", "edited"));
    await settled();

    expect(answers.map(({ messageId }) => messageId)).toEqual(["m1", "m2"]);
  });

  it("has the numbers collected once all posts have come to their end, failed ones too", async () => {
    const { director, collectNumbers } = aDay("x");

    director.onEvent("PublicationPublished", publication("p1"));
    const early = collectNumbers.mock.calls.length;
    director.onEvent("PublicationFailed", { ...publication("p2"), remoteId: undefined, reason: "refused" });
    director.onEvent("PublicationFailed", { ...publication("p2"), remoteId: undefined, reason: "refused" });
    await settled();

    expect([early, collectNumbers.mock.calls.length]).toEqual([0, 1]);
  });

  it("is over when all is out, routed, answered and measured, and not before", async () => {
    const { director, over } = aDay("x");
    const steps: [string, unknown][] = [
      ["SnapshotsStored", numbers(3)],
      ["PublicationPublished", publication("p1")],
      ["PublicationPublished", publication("p2")],
      ["MessageRouted", routed("m1", "direct")],
      ["MessageRouted", routed("m2", "mention")],
      ["MessageRouted", routed("m3", "comment")],
      ["MessageRouted", routed("m4", "comment")],
      ["ReplySent", sent("agent-m1")],
      ["ReplyFailed", { version: 1, replyId: "agent-m2", reason: "refused" }],
    ];
    for (const [type, detail] of steps) {
      director.onEvent(type, detail);
      await settled();
    }
    const early = over.mock.calls.length;

    director.onEvent("SnapshotsStored", numbers(3));
    await settled();

    expect([early, over.mock.calls.length]).toEqual([0, 1]);
    expect(director.counts).toEqual({ routed: 4, snapshots: 6 });
  });

  it("tells of a customer who could not write", async () => {
    const { director, trouble } = aDay();
    const failing = { network: "x", customer: { comment: () => Promise.reject(new Error("down")) } };
    const other = new Director(
      {
        simulators: [failing as unknown as NetworkSimulator],
        replyQueue: { send: async () => {} },
        collectNumbers: async () => {},
        report: (error) => trouble.push(error),
      },
      { publications: 1, posts: 1 },
    );

    director.onEvent("SomethingNew", {});
    other.onEvent("PublicationPublished", publication("p1"));
    await settled();

    expect(trouble).toEqual([new Error("down")]);
  });
});
