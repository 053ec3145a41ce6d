import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COLLECTION_LADDER, isCollectionDue } from "#lib/domain/measurement/collection-ladder.ts";

const HOUR_MS = 60 * 60_000;
const DAY = 24;
const dueAt = new Date("2026-08-01T09:17:00Z");
const atAge = (hours: number) => new Date(dueAt.getTime() + hours * HOUR_MS);

/** How often a post is collected between two ages, with a plan every hour. */
function countCollections(publicationId: string, fromHours: number, toHours: number): number {
  let count = 0;
  for (let age = fromHours; age < toHours; age++) {
    if (isCollectionDue({ publicationId, dueAt }, atAge(age - 1), atAge(age))) count++;
  }
  return count;
}

describe("isCollectionDue", () => {
  it.each<[string, number, number, readonly number[]]>([
    ["every hour on the first day", 0, DAY, [24]],
    ["every six hours in the first week", DAY, 7 * DAY, [24]],
    ["daily in the first month", 7 * DAY, 30 * DAY, [23]],
    ["weekly for three months", 30 * DAY, 90 * DAY, [8, 9]],
    ["never after that", 90 * DAY, 400 * DAY, [0]],
  ])("collects %s", (_, from, to, expected) => {
    for (const id of ["p1", "p2", "8d7f0c1e-3f5a"]) expect(expected).toContain(countCollections(id, from, to));
  });

  it("spreads weekly posts over the hours of the week", () => {
    const ids = Array.from({ length: 1_680 }, (_, index) => `publication-${index}`);
    const now = atAge(40 * DAY);
    const inOneHour = Array.from({ length: 168 }, (_, hour) => {
      const at = new Date(now.getTime() + hour * HOUR_MS);
      return ids.filter((publicationId) =>
        isCollectionDue({ publicationId, dueAt }, new Date(at.getTime() - HOUR_MS), at),
      ).length;
    });

    expect(inOneHour.reduce((sum, count) => sum + count, 0)).toBe(1_680);
    expect(Math.max(...inOneHour)).toBeLessThan(30);
  });

  it("collects everything at the very first plan", () => {
    expect(isCollectionDue({ publicationId: "p1", dueAt }, undefined, atAge(80 * DAY))).toBe(true);
  });

  it("counts the present hour although it was planned already", () => {
    const now = atAge(1);

    expect(isCollectionDue({ publicationId: "p1", dueAt }, now, now)).toBe(true);
  });

  it("makes good the hours that nobody planned, once", () => {
    const age = fc.integer({ min: 1, max: 89 * DAY });
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), age, fc.integer({ min: 1, max: 400 }), (publicationId, hours, gap) => {
        const [last, now] = [atAge(hours - gap), atAge(hours)];
        const every = COLLECTION_LADDER.find(({ untilAgeHours }) => hours < untilAgeHours)?.everyHours ?? 0;
        let missed = 0;
        for (let hour = hours - gap + 1; hour <= hours; hour++) {
          if (isOwnHour(publicationId, hour, every)) missed++;
        }

        expect(isCollectionDue({ publicationId, dueAt }, last, now)).toBe(missed > 0);
      }),
    );
  });
});

/** Asked through a post that is always of the same age, so that the interval is `every`. */
function isOwnHour(publicationId: string, ageHours: number, every: number): boolean {
  const rung = COLLECTION_LADDER.find(({ everyHours }) => everyHours === every);
  const constantAge = (rung?.untilAgeHours ?? 0) - 1;
  const now = atAge(ageHours);
  const post = { publicationId, dueAt: new Date(now.getTime() - constantAge * HOUR_MS) };
  return isCollectionDue(post, new Date(now.getTime() - HOUR_MS), now);
}
