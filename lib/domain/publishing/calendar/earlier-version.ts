import type { Publication } from "../publication.ts";

/** A post that is new in its calendar, and what other calendars have on its channel at its very instant. */
export interface Meeting {
  readonly rowId: string;
  readonly others: readonly Publication[];
}

/** Two calendars may well have one post in common. */
const FEWEST_SAME = 2;

/**
 * The calendar of which a file looks like a new version under another name: most of its posts meet one of that calendar's
 * on the same channel at the same instant, and at least half of these, and two, are the same row. Calendars that only share times,
 * or a few posts, are none of each other's versions.
 *
 * @param meetings what is new in the file.
 * @param postCount how many posts there are in all, those included that the calendar had before.
 * @returns one of that calendar's posts.
 */
export function earlierVersion(meetings: readonly Meeting[], postCount: number): Publication | undefined {
  const met = new Map<string, { readonly first: Publication; meetings: number; sameRows: number }>();
  for (const { rowId, others } of meetings) {
    for (const [calendar, posts] of Map.groupBy(others, (other) => other.calendar)) {
      const [first] = posts;
      const tally = met.get(calendar) ?? (first && { first, meetings: 0, sameRows: 0 });
      if (!tally) continue;
      tally.meetings += 1;
      if (posts.some((other) => other.rowId === rowId)) tally.sameRows += 1;
      met.set(calendar, tally);
    }
  }
  const likely = [...met.values()].filter(
    (each) => each.sameRows >= FEWEST_SAME && 2 * each.sameRows >= each.meetings && 2 * each.meetings >= postCount,
  );
  return likely.toSorted((one, other) => other.sameRows - one.sameRows)[0]?.first;
}
