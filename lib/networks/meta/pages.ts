import { listedOnce } from "../listed-once.ts";

/** As `wire.ts` reads it. */
interface Page<Item> {
  readonly data: readonly Item[];
  readonly paging?: { readonly next?: string; readonly cursors?: { readonly after?: string } };
}

/** At a hundred a page: more than a crowd of posts on one channel in the minutes that a doubt lasts. */
const MOST_PAGES = 5;

/**
 * Reads a list page by page, latest first, until it reaches back as far as wanted.
 *
 * @see https://developers.facebook.com/docs/graph-api/results
 * @returns each item once, and whether that was the whole list.
 */
export async function readBack<Item extends { readonly id: string }>(
  readPage: (after: string | undefined) => Promise<Page<Item>>,
  reachesBack: (items: readonly Item[]) => boolean,
): Promise<{ readonly items: readonly Item[]; readonly isComplete: boolean }> {
  const items: Item[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const { data, paging } = await readPage(after);
    items.push(...data);
    if (!paging?.next) return { items: listedOnce(items), isComplete: true };
    after = paging.cursors?.after;
    if (after === undefined || reachesBack(data)) break;
  }
  return { items: listedOnce(items), isComplete: false };
}
