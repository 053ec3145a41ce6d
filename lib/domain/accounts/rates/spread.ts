/** Each of those that waited for a budget takes this long a turn when it opens. */
const TURN_MS = 1_000;

/** Others that no worker sees together may wait for the same opening. */
const SHORTEST_SPREAD_MS = 30_000;

/** However many wait: a budget that opens is used within this. */
const LONGEST_SPREAD_MS = 10 * 60_000;

/**
 * When one of `count` that wait for the same opening may try: somewhere in as many turns, by its id, so that not all
 * come back in one instant and every worker says the same.
 */
export function turnAfter(opensAt: Date, id: string, count: number): Date {
  const spreadMs = Math.min(Math.max(count * TURN_MS, SHORTEST_SPREAD_MS), LONGEST_SPREAD_MS);
  return new Date(opensAt.getTime() + Math.floor(fractionOf(id) * spreadMs));
}

/** FNV-1a, then mixed once more, because ids differ in their last characters: from 0 to 1, the same for the same id. */
function fractionOf(id: string): number {
  let hash = 0x811c9dc5;
  for (const character of id) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}
