import { LATE_GRACE_MS } from "./lateness.ts";
import type { Publication } from "./publication.ts";

/** The instant at which it is to be seen: a follow-up is due when its post is out. */
export function timeOf({ dueAt, followsSince }: Publication): Date {
  return followsSince ?? dueAt;
}

/** Until when it may go out by itself: by its own policy, or because a person wants it after all. */
export function wantedUntil(publication: Publication): Date {
  const byPolicy = timeOf(publication).getTime() + latenessOf(publication);
  return new Date(Math.max(byPolicy, publication.wantedUntil?.getTime() ?? byPolicy));
}

/** What follows a post is seconds behind it by its nature: the strictest policy must not forbid that. */
function latenessOf({ followUp, lateUpToMs }: Publication): number {
  return followUp ? Math.max(lateUpToMs, LATE_GRACE_MS) : lateUpToMs;
}

/** Too late for anything new to become visible. */
export function isTooLate(publication: Publication, now: Date): boolean {
  return now.getTime() > wantedUntil(publication).getTime();
}
