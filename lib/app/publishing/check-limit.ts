import type { Publication } from "#lib/domain/publishing/publication.ts";
import type { Risk } from "#lib/domain/publishing/risk.ts";
import type { AccessState, Network } from "#lib/networks/network.ts";

/** What is used now says nothing of tomorrow: a day's posts make room again one by one. */
const SOON_MS = 2 * 60 * 60_000;

/**
 * The posts that are due soon and for which the network has no room left, by id: in the order of their times, those that
 * are more than it still takes.
 */
export function limitRisks(
  publications: readonly Publication[],
  { postsLeft, network }: Pick<AccessState, "postsLeft"> & { readonly network: Pick<Network, "displayName"> },
  now: Date,
): ReadonlyMap<string, readonly Risk[]> {
  if (!postsLeft) return new Map();
  const reason = `${network.displayName} takes ${postsLeft.of} posts in ${postsLeft.hours} hours, and none is left for it`;
  const late = publications
    .filter(({ followUp, dueAt }) => !followUp && dueAt.getTime() - now.getTime() <= SOON_MS)
    .toSorted((one, other) => one.dueAt.getTime() - other.dueAt.getTime())
    .slice(postsLeft.count);
  return new Map(late.map(({ publicationId }) => [publicationId, [{ kind: "limit", reason }]]));
}
