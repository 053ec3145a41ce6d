import { describe, expect, it } from "vitest";
import { turnAfter } from "#lib/domain/accounts/rates/spread.ts";

const opensAt = new Date("2026-11-24T12:00:00.000Z");
const ids = Array.from({ length: 1_000 }, (_, index) => `november-${index}`);
const secondsOf = (count: number) =>
  ids.map((id) => Math.floor((turnAfter(opensAt, id, count).getTime() - opensAt.getTime()) / 1_000));

describe("the turns after a budget opens", () => {
  it("are the same for the same publication, whoever asks", () => {
    expect(turnAfter(opensAt, "november-1", 100)).toEqual(turnAfter(opensAt, "november-1", 100));
  });

  it("spread a thousand over a thousand seconds at most, none before the opening", () => {
    const seconds = secondsOf(1_000);

    expect(Math.min(...seconds)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...seconds)).toBeLessThan(600);
    expect(new Set(seconds).size).toBeGreaterThan(400);
  });

  it("crowd no second", () => {
    const perSecond = Map.groupBy(secondsOf(100), (second) => second);

    expect(Math.max(...[...perSecond.values()].map(({ length }) => length))).toBeLessThan(30);
  });

  it("let a single one wait half a minute at most", () => {
    expect(Math.max(...secondsOf(1))).toBeLessThan(30);
  });
});
