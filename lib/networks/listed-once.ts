/**
 * Each item once, where it comes first. A list that grows while it is read page by page can tell an item on two pages;
 * counted twice, one post of ours would look like two.
 */
export function listedOnce<Item extends { readonly id: string }>(items: readonly Item[]): readonly Item[] {
  const byId = new Map<string, Item>();
  for (const item of items) if (!byId.has(item.id)) byId.set(item.id, item);
  return [...byId.values()];
}
