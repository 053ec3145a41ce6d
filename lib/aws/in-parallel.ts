import pLimit from "p-limit";

/** Runs `work` over all items, at most `limit` at once; results in the order of the items. Rejects with the first error. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  return await pLimit(limit).map(items, work);
}
