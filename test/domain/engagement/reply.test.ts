import { describe, expect, it } from "vitest";
import { type AnsweredMessage, nextReplyStep, type Reply, type ReplyStep } from "#lib/domain/engagement/reply.ts";
import {
  claimReply,
  doubtReply,
  REPLY_LEASE_MS,
  replyAbsent,
  replyAfter,
  replyAnnounced,
  replyFailed,
  replySent,
  replyUnanswered,
} from "#lib/domain/engagement/reply-transitions.ts";
import { satisfies } from "#lib/domain/transition.ts";

const now = new Date("2026-11-23T09:00:00Z");
const later = (ms: number) => new Date(now.getTime() + ms);
const stamp = { now, claimId: "w1" };

const waiting: Reply = {
  replyId: "r1",
  conversationId: "c1",
  text: "Yes!",
  requestedAt: now,
  state: "waiting",
  nextStepAt: now,
  history: [],
  claimId: "w0",
  attempt: 0,
  fence: 0,
  probeCount: 0,
};
const target: AnsweredMessage = {
  messageId: "m",
  network: "chirper",
  channelId: "chirper/acme",
  kind: "direct",
  messageRemoteId: "m",
  threadRemoteId: "t",
  lastInboundAt: now,
};
const sending = replyAfter(waiting, claimReply(waiting, target, stamp));
const uncertain = replyAfter(sending, doubtReply(sending, { reason: "reset", settleMs: 60_000 }, stamp));
const sent = replyAfter(sending, replySent(sending, { remoteId: "x", sentAt: now }, stamp));

describe("nextReplyStep", () => {
  it.each<[string, Reply, Date, ReplyStep["do"]]>([
    ["sends what waits", waiting, now, "send"],
    ["waits until the network may be asked again", { ...waiting, nextStepAt: later(1) }, now, "wait"],
    ["gives up after a day", waiting, later(86_400_001), "give-up"],
    ["leaves a live claim alone", sending, later(REPLY_LEASE_MS - 1), "wait"],
    ["doubts a dead worker's claim", sending, later(REPLY_LEASE_MS), "expire"],
    ["waits until the network must show what it accepted", uncertain, later(59_999), "wait"],
    ["then asks the network", uncertain, later(60_000), "reconcile"],
    ["announces what is over", sent, now, "announce"],
    ["never touches it again", replyAfter(sent, replyAnnounced(sent, stamp)), later(86_400_000), "nothing"],
  ])("%s", (_, reply, at, expected) => {
    expect(nextReplyStep(reply, at).do).toBe(expected);
  });
});

describe("a reply's transitions", () => {
  it("let a worker that lost its claim write nothing", () => {
    const report = replySent(sending, { remoteId: "x", sentAt: now }, stamp);

    expect(satisfies(sending, report.guard)).toBe(true);
    expect(satisfies(uncertain, report.guard)).toBe(false);
    const resent = replyAfter(uncertain, replyAbsent(uncertain, stamp));
    const claimedAgain = replyAfter(resent, claimReply(resent, target, stamp));
    expect(satisfies(claimedAgain, report.guard)).toBe(false);
  });

  it("are not sent again while the network may still carry out what a lost connection asked for", () => {
    const soon = { ...stamp, now: later(REPLY_LEASE_MS - 1_000) };
    const asked = replyAfter(uncertain, replyAbsent(uncertain, soon));

    expect(asked).toMatchObject({ state: "uncertain", nextStepAt: later(REPLY_LEASE_MS + 60_000) });
  });

  it("forget a doubtful attempt that was proved never to have arrived", () => {
    const settled = { ...stamp, now: later(REPLY_LEASE_MS + 60_000) };
    const again = replyAfter(uncertain, replyAbsent(uncertain, settled));

    expect(again).toMatchObject({ state: "waiting", attempt: 1 });
    expect([again.intentAt, again.settledAt]).toEqual([undefined, undefined]);
  });

  it("ask the network ever more rarely, then a person", () => {
    let reply = uncertain;
    const delays: number[] = [];
    while (reply.state === "uncertain") {
      reply = replyAfter(reply, replyUnanswered(reply, "500", stamp));
      delays.push((reply.nextStepAt?.getTime() ?? 0) - now.getTime());
    }

    expect(reply.state).toBe("review");
    expect(delays).toHaveLength(12);
    expect(delays.slice(0, 3)).toEqual([15_000, 30_000, 60_000]);
    expect(Math.max(...delays)).toBe(15 * 60_000);
  });

  it("keep a line for each step, for the people who are asked what happened", () => {
    const failed = replyAfter(sending, replyFailed(sending, "blocked", stamp));

    expect(failed.history.map(({ what, detail }) => [what, detail])).toEqual([
      ["sending", "attempt 1"],
      ["failed", "blocked"],
    ]);
  });
});
