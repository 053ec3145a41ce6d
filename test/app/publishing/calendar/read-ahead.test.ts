import { describe, expect, it } from "vitest";
import { readAhead } from "#lib/app/publishing/calendar/read-ahead.ts";

/** Reads five items, each by hand. */
function reading(lanes: number) {
  const waiting: (() => void)[] = [];
  const begun: number[] = [];
  const read = (item: number) => {
    begun.push(item);
    return new Promise<number>((resolve) => waiting.push(() => resolve(item * 10)));
  };
  const results = readAhead([1, 2, 3, 4, 5], lanes, read);
  return { results, begun, waiting };
}

describe("readAhead", () => {
  it("has so many under way while the first is waited for", async () => {
    const { results, begun, waiting } = reading(3);

    const first = results.next();
    expect(begun).toEqual([1, 2, 3]);
    waiting[0]?.();

    expect(await first).toEqual({ done: false, value: 10 });
    expect(begun).toEqual([1, 2, 3]);
  });

  it("gives the results in the order of the items, in whatever order they come", async () => {
    const { results, waiting } = reading(5);

    const first = results.next();
    for (const finish of waiting.toReversed()) finish();

    const all = [await first];
    for await (const value of results) all.push({ done: false, value });
    expect(all.map(({ value }) => value)).toEqual([10, 20, 30, 40, 50]);
  });

  it("fails where the failed item would have come", async () => {
    const results = readAhead([1, 2], 2, async (item) => {
      if (item === 2) throw new Error("item 2 is gone");
      return item;
    });

    expect(await results.next()).toEqual({ done: false, value: 1 });
    await expect(results.next()).rejects.toThrow("item 2 is gone");
  });
});
