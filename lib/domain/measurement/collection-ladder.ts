const HOUR_MS = 60 * 60_000;
const DAY_HOURS = 24;

/** How often a post's numbers are collected, by its age: they move fast at first, and hardly after a month. */
export const COLLECTION_LADDER = [
  { untilAgeHours: DAY_HOURS, everyHours: 1 },
  { untilAgeHours: 7 * DAY_HOURS, everyHours: 6 },
  { untilAgeHours: 30 * DAY_HOURS, everyHours: DAY_HOURS },
  { untilAgeHours: 90 * DAY_HOURS, everyHours: 7 * DAY_HOURS },
] as const;

/** Older posts are left alone. */
export const OLDEST_POST_DAYS = 90;

export interface AgeingPost {
  readonly publicationId: string;
  readonly dueAt: Date;
}

/**
 * Whether a post's numbers are to be collected now. Time is cut into hours; each post has, from its id, its own hour of
 * the interval, so that not all weekly posts fall into the same one. Hours that were missed since `last` are made good;
 * the present hour counts even if it was planned already, because posts may have appeared in it since.
 *
 * @param last when collection was last planned; undefined: never.
 */
export function isCollectionDue({ publicationId, dueAt }: AgeingPost, last: Date | undefined, now: Date): boolean {
  const ageHours = (now.getTime() - dueAt.getTime()) / HOUR_MS;
  const rung = COLLECTION_LADDER.find(({ untilAgeHours }) => ageHours < untilAgeHours);
  if (!rung) return false;
  const presentHour = hourOf(now);
  const firstHour = last ? Math.min(hourOf(last) + 1, presentHour) : 0;
  const ownHour = hash(publicationId) % rung.everyHours;
  const latestTurn = presentHour - ((presentHour - ownHour) % rung.everyHours);
  return latestTurn >= firstHour;
}

/** Hours since 1970. */
function hourOf(instant: Date): number {
  return Math.floor(instant.getTime() / HOUR_MS);
}

/** FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hash(text: string): number {
  let mixed = 0x811c9dc5;
  for (const character of text) mixed = Math.imul(mixed ^ character.charCodeAt(0), 0x01000193);
  return mixed >>> 0;
}
