import type { Publication } from "../publication.ts";
import { postpone } from "./staging.ts";
import { isStill, type PublicationTransition, type Stamp, write } from "./transition.ts";

/**
 * Its channel is kept back, by a person or for want of a token: it stays due, and every tick from `until` on looks at it.
 *
 * @param held.isKnown its timeline and its reason say so already
 */
export function hold(
  publication: Publication,
  { reason, until, isKnown }: { readonly reason: string; readonly until: Date; readonly isKnown: boolean },
  stamp: Stamp,
): PublicationTransition {
  return { ...waiting(publication, { reason, until }, stamp), isRepetition: isKnown };
}

function waiting(
  publication: Publication,
  { reason, until }: { readonly reason: string; readonly until: Date },
  stamp: Stamp,
): PublicationTransition {
  if (publication.state !== "uncertain") return postpone(publication, { reason, until }, stamp);
  // What may be live already stays in doubt, and is not counted as asked about.
  return {
    guard: isStill(publication, "uncertain"),
    set: { nextStepAt: until, reason },
    ...write("waits, still uncertain", stamp, reason),
  };
}
