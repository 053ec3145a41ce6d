import type { HistoryEntry, Transition } from "../../transition.ts";
import type { Publication, PublicationState, ReviewQuestion } from "../publication.ts";

export type PublicationTransition = Transition<Publication>;

/** When, and under which name, a transition is written. */
export interface Stamp {
  readonly now: Date;
  readonly claimId: string;
  /** @default "publisher" */
  readonly by?: string;
  /** Of the network's answer that made us write. */
  readonly traceId?: string;
}

/** States in which nothing can be visible at the network: an edit, a cancel or a claim may still move it. */
export const BEFORE_SENDING: readonly PublicationState[] = ["planned", "staged"];

export function holdsClaim({ fence }: Publication): PublicationTransition["guard"] {
  return [
    { attribute: "state", is: "one-of", values: ["sending"] },
    { attribute: "fence", is: "equal", value: fence },
  ];
}

export function isStill({ fence }: Publication, state: PublicationState): PublicationTransition["guard"] {
  return [
    { attribute: "state", is: "one-of", values: [state] },
    { attribute: "fence", is: "equal", value: fence },
  ];
}

export function beforeSending({ revision }: Publication): PublicationTransition["guard"] {
  return [
    { attribute: "state", is: "one-of", values: BEFORE_SENDING },
    { attribute: "revision", is: "equal", value: revision },
  ];
}

/** What an edit or a cancel may still move: nothing of it is visible, and nobody is sending it. */
export function mayStillChange(publication: Publication): PublicationTransition["guard"] {
  if (publication.question !== "still-wanted") return beforeSending(publication);
  return isAsked(publication, "still-wanted");
}

/** It waits for a person's answer to this very question. */
export function isAsked({ revision }: Publication, question: ReviewQuestion): PublicationTransition["guard"] {
  return [
    { attribute: "state", is: "one-of", values: ["review"] },
    { attribute: "question", is: "equal", value: question },
    { attribute: "revision", is: "equal", value: revision },
  ];
}

/** What a claim wants to be true of a post that needs an approval, so that one withdrawn in between wins. */
export function isApproved({ needsApproval, revision }: Publication): PublicationTransition["guard"] {
  return needsApproval ? [{ attribute: "approvedRevision", is: "equal", value: revision }] : [];
}

/** The part that every transition has: which write it is, and its line in the timeline. */
export function write(what: string, stamp: Stamp, detail?: string): { claimId: string; entry: HistoryEntry } {
  return {
    claimId: stamp.claimId,
    entry: { at: stamp.now, what, by: stamp.by ?? "publisher", detail, traceId: stamp.traceId },
  };
}

/** The publication as it is once the transition has been written. */
export function applied(publication: Publication, transition: PublicationTransition): Publication {
  const next = { ...publication, ...transition.set, claimId: transition.claimId };
  for (const attribute of transition.remove ?? []) Reflect.deleteProperty(next, attribute);
  if (transition.isRepetition) return next;
  return { ...next, history: [...publication.history, transition.entry] };
}
