import type { Publication } from "./publication.ts";
import type { Plan } from "./same-content.ts";
import { isSameContent } from "./same-content.ts";
import { BEFORE_SENDING } from "./transitions/transition.ts";

/** What an upload does to a publication that an earlier one has planned. */
export type Revision =
  | "unchanged"
  | "edit"
  /** It came to nothing, and the file asks for it anew. */
  | "replan"
  /** Followers see it, or may: it is never published a second time. */
  | "already-out"
  /** It came to nothing, and the file says nothing new of it. */
  | "called-off";

/** The name under which imports write into the timeline. */
export const IMPORT = "import";

/** The name under which the engine does: see `Stamp.by`. */
const ENGINE = "publisher";

/**
 * Decides what an upload does to a publication. What a person has cancelled stays cancelled whatever the file says: they
 * had a reason, and have a command to take it back. What an import has cancelled, because its row was gone, comes back
 * with the row, and what followed a post that came to nothing comes back with that post; what failed or was missed gets
 * another try when the row says something new.
 */
export function decideRevision(known: Publication, wanted: Plan, uploadedAt: Date): Revision {
  const isSame = isSameContent(known, wanted);
  const isToCome = wanted.dueAt > uploadedAt;
  if (mayStillMove(known)) return isSame ? "unchanged" : "edit";
  switch (known.state) {
    case "planned":
    case "staged":
    case "sending":
    case "uncertain":
    case "review":
      return isSame ? "unchanged" : "already-out";
    case "published":
      return "already-out";
    case "cancelled":
      return isToCome && (isCancelledByImport(known) || isCancelledWithItsPost(known)) ? "replan" : "called-off";
    case "failed":
    case "missed":
      return isToCome && !isSame ? "replan" : "called-off";
  }
}

/** Nothing of it is visible, and nobody is sending it: an upload may change it or take it back. */
export function mayStillMove({ state, question }: Publication): boolean {
  return BEFORE_SENDING.includes(state) || (state === "review" && question === "still-wanted");
}

/** It was to follow a post that came to nothing; no person has decided anything. */
export function isCancelledWithItsPost({ state, followUp, history }: Publication): boolean {
  return (
    state === "cancelled" &&
    followUp !== undefined &&
    history.findLast(({ what }) => what === "cancelled")?.by === ENGINE
  );
}

/** Its row was gone from the file; no person has decided anything. */
export function isCancelledByImport({ state, history }: Publication): boolean {
  return state === "cancelled" && history.findLast(({ what }) => what === "cancelled")?.by === IMPORT;
}
