import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Budget,
  budgetKey,
  budgetOf,
  closureOf,
  isNews,
  reasonOf,
  stoppedBy,
  supersedes,
} from "#lib/domain/accounts/rates/budget.ts";
import { PURPOSES, STOPS_AT } from "#lib/domain/accounts/rates/purpose.ts";
import type { RateReading } from "#lib/domain/accounts/rates/reading.ts";

const channel = { channelId: "x/acme", network: "x", name: "acme", remoteId: "1" };
const noon = new Date("2026-11-24T12:00:00.000Z");
const plus = (ms: number) => new Date(noon.getTime() + ms);
const MINUTE_MS = 60_000;

function aBudget(changed: Partial<RateReading> = {}, at = { askedAt: noon, readAt: noon }): Budget {
  const reading = { scope: "channel", name: "calls", concerns: PURPOSES, usedShare: 1, ...changed } as const;
  return budgetOf(reading, channel, at);
}

describe("a budget", () => {
  it("belongs to the channel that asked, or to all channels of the network", () => {
    expect(budgetKey(aBudget())).toBe("x/acme#calls");
    expect(budgetKey(aBudget({ scope: "app" }))).toBe("app#calls");
  });

  it.each([
    [0.69, []],
    [0.7, ["checking", "measuring"]],
    [0.94, ["checking", "measuring"]],
    [0.95, ["fetching", "replying", "messaging", "checking", "measuring"]],
    [0.999, ["fetching", "replying", "messaging", "checking", "measuring"]],
    [1, PURPOSES],
  ])("used to %d stops measuring before answering before publishing", (usedShare, stopped) => {
    expect(stoppedBy(aBudget({ usedShare }), noon)).toEqual(stopped);
  });

  it("stops nothing but what draws on it", () => {
    expect(stoppedBy(aBudget({ concerns: ["messaging"] }), noon)).toEqual(["messaging"]);
  });

  it("opens when the network says", () => {
    const budget = aBudget({ regainsAt: plus(MINUTE_MS) });

    expect(closureOf([budget], "publishing", plus(MINUTE_MS - 1))?.until).toEqual(plus(MINUTE_MS));
    expect(closureOf([budget], "publishing", plus(MINUTE_MS))).toBeUndefined();
  });

  it("is looked at again after ten minutes when the network does not say", () => {
    expect(aBudget().until).toEqual(plus(10 * MINUTE_MS));
  });

  it("is never closed for longer than a day, whatever a header says", () => {
    expect(aBudget({ regainsAt: new Date("2099-01-01") }).until).toEqual(plus(24 * 60 * MINUTE_MS));
  });

  it("that opens last counts, and is named", () => {
    const soon = aBudget({ regainsAt: plus(1) });
    const late = aBudget({ name: "posts", usedShare: 0.96, regainsAt: plus(2) });

    const closure = closureOf([soon, late], "replying", noon);

    expect(closure?.until).toEqual(plus(2));
    expect(closure && reasonOf(closure)).toBe('the network\'s limit "posts" is used to 96 %');
  });
});

describe("a newer reading", () => {
  const closed = aBudget({ regainsAt: plus(15 * MINUTE_MS) }, { askedAt: noon, readAt: plus(100) });

  it("reopens a budget when it was asked after the closing was known", () => {
    const open = aBudget({ usedShare: 0.1 }, { askedAt: plus(101), readAt: plus(200) });

    expect(supersedes(open, closed)).toBe(true);
    expect(isNews(open, closed, plus(200))).toBe(true);
  });

  it("that was on its way when the budget closed does not reopen it", () => {
    const inFlight = aBudget({ usedShare: 0.8 }, { askedAt: plus(50), readAt: plus(200) });

    expect(supersedes(inFlight, closed)).toBe(false);
  });

  it("closes at once, also when it was on its way", () => {
    const open = aBudget({ usedShare: 0.1 }, { askedAt: noon, readAt: plus(100) });

    expect(supersedes(aBudget({}, { askedAt: plus(50), readAt: plus(200) }), open)).toBe(true);
  });

  it("never gives way to an older one", () => {
    const instant = fc.integer({ min: 0, max: 1_000 });
    const budget = fc.record({ askedMs: instant, tookMs: instant, usedShare: fc.double({ min: 0, max: 1 }) });
    fc.assert(
      fc.property(budget, budget, (one, other) => {
        const [a, b] = [one, other].map(({ askedMs, tookMs, usedShare }) =>
          aBudget({ usedShare }, { askedAt: plus(askedMs), readAt: plus(askedMs + tookMs) }),
        );
        if (!a || !b || a.readAt >= b.readAt) return;
        expect(supersedes(a, b)).toBe(false);
      }),
    );
  });

  it.each([
    ["all is well and stays so", { usedShare: 0.2 }, { usedShare: 0.5 }, false],
    ["measuring has to stop", { usedShare: 0.6 }, { usedShare: 0.7 }, true],
    ["more is used, and nobody else has to stop", { usedShare: 0.71 }, { usedShare: 0.9 }, false],
    ["it is used up", { usedShare: 0.9 }, { usedShare: 1 }, true],
    ["it opens a little later", { regainsAt: plus(60_000) }, { regainsAt: plus(70_000) }, false],
    ["it opens much later", { regainsAt: plus(60_000) }, { regainsAt: plus(90_000) }, true],
    ["it opens two minutes later than in ten", { regainsAt: plus(600_000) }, { regainsAt: plus(720_000) }, false],
    ["it opens much earlier", { regainsAt: plus(90_000) }, { regainsAt: plus(60_000) }, true],
  ])("is worth a write or not: %s", (_, known, next, expected) => {
    expect(isNews(aBudget(next), aBudget(known), noon)).toBe(expected);
  });

  it("is worth no write when nothing was known and all is well", () => {
    expect(isNews(aBudget({ usedShare: 0.69 }), undefined, noon)).toBe(false);
    expect(isNews(aBudget({ usedShare: 0.7 }), undefined, noon)).toBe(true);
  });
});

it("lets nothing stop publishing but the network's own refusal", () => {
  const { measuring, replying, publishing } = STOPS_AT;

  expect(publishing).toBe(1);
  expect(measuring).toBeLessThan(replying);
  expect(replying).toBeLessThan(publishing);
});
