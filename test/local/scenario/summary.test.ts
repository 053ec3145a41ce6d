import { describe, expect, it } from "vitest";
import { isPerfect, percentile, renderSummary, type Summary } from "#local/scenario/summary.ts";

const perfect: Summary = {
  calendar: { rows: 12, imported: 10, rejected: 2 },
  publications: { planned: 20, published: 20, failed: 0, uncertain: 0, duplicates: 0, lost: 0 },
  latenessMs: { p50: 3, p99: 20, max: 21 },
  messages: { received: 9, routed: 9, lost: 0, replied: 3 },
  snapshots: 23,
  cost: { sqs: 100, dynamodbReads: 50.5, dynamodbWrites: 80, lambda: 60, s3: 30 },
};

describe("isPerfect", () => {
  it("is content when everything planned has happened once, rejected rows or not", () => {
    expect(isPerfect(perfect)).toBe(true);
  });

  it.each<[string, Partial<Summary>]>([
    ["a post that never came out", { publications: { ...perfect.publications, published: 19 } }],
    ["a post that failed", { publications: { ...perfect.publications, failed: 1 } }],
    ["a post in doubt", { publications: { ...perfect.publications, uncertain: 1 } }],
    ["a post that followers see twice", { publications: { ...perfect.publications, duplicates: 1 } }],
    ["a post that followers never see", { publications: { ...perfect.publications, lost: 1 } }],
    ["a message that nobody was given", { messages: { ...perfect.messages, lost: 1 } }],
    ["customers who were never answered", { messages: { ...perfect.messages, replied: 0 } }],
    ["no numbers", { snapshots: 0 }],
    ["a calendar of which nothing was taken", { calendar: { rows: 12, imported: 0, rejected: 12 } }],
  ])("minds %s", (_, flaw) => {
    expect(isPerfect({ ...perfect, ...flaw })).toBe(false);
  });
});

describe("percentile", () => {
  it.each([
    [0.5, 50],
    [0.99, 99],
    [1, 100],
    [0, 0],
  ])("finds the value below which %d of all lie", (share, expected) => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);

    expect(percentile(values, share)).toBe(expected);
  });

  it("is the only value of one, and 0 of none", () => {
    expect([percentile([7], 0.5), percentile([7], 0.99), percentile([], 0.5)]).toEqual([7, 7, 0]);
  });
});

describe("renderSummary", () => {
  it("tells every number, and no more decimals than anybody reads", () => {
    const text = renderSummary(perfect);

    expect(text).toContain("planned 20, published 20, failed 0, uncertain 0, duplicates 0, lost 0");
    expect(text).toContain("p50 3 ms, p99 20 ms, max 21 ms");
    expect(text).toContain("dynamodbReads 50.5");
  });
});
