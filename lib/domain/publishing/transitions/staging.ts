import type { Publication } from "../publication.ts";
import { BEFORE_SENDING, beforeSending, type PublicationTransition, type Stamp, write } from "./transition.ts";

/** Stores one step of staging. Loses against any other step, edit or claim that came first. */
export function recordStaging(
  publication: Publication,
  step: { readonly progress: Publication["progress"]; readonly isStaged: boolean; readonly expiresAt?: Date },
  stamp: Stamp,
): PublicationTransition {
  return {
    guard: [
      { attribute: "state", is: "one-of", values: BEFORE_SENDING },
      { attribute: "revision", is: "equal", value: publication.revision },
      { attribute: "stageCount", is: "equal", value: publication.stageCount },
    ],
    set: {
      state: step.isStaged ? "staged" : "planned",
      progress: step.progress,
      stageCount: publication.stageCount + 1,
      stageExpiresAt: step.expiresAt,
    },
    ...write(step.isStaged ? "staged" : "staging", stamp),
  };
}

/** Forgets what staging had reached, to begin it anew: what was prepared has expired or is broken. */
export function restage(publication: Publication, why: string, stamp: Stamp): PublicationTransition {
  return {
    guard: [
      { attribute: "state", is: "one-of", values: BEFORE_SENDING },
      { attribute: "stageCount", is: "equal", value: publication.stageCount },
    ],
    set: { state: "planned", stageCount: publication.stageCount + 1 },
    remove: ["progress", "stageExpiresAt"],
    ...write("staging begins anew", stamp, why),
  };
}

/** Staging must wait, or a commit cannot be tried yet: the due index wakes somebody at `until`. */
export function postpone(
  publication: Publication,
  { reason, until }: { readonly reason: string; readonly until: Date },
  stamp: Stamp,
): PublicationTransition {
  return {
    guard: beforeSending(publication),
    set: { nextStepAt: until, reason },
    ...write("waits", stamp, reason),
  };
}

/** The network refused what was to be prepared, for good: nothing was published and nothing will be. */
export function refuse(publication: Publication, reason: string, stamp: Stamp): PublicationTransition {
  return {
    guard: beforeSending(publication),
    set: { state: "failed", reason },
    remove: ["nextStepAt"],
    ...write("failed", stamp, reason),
  };
}
