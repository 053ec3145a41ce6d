import { isAwaitingApproval, NOT_APPROVED } from "../approval.ts";
import { firstStepAt } from "../following.ts";
import type { Publication } from "../publication.ts";
import { beforeSending, isAsked, mayStillChange, type PublicationTransition, type Stamp, write } from "./transition.ts";

/** Too late by its own policy: followers are spared a stale post. */
export function miss(publication: Publication, stamp: Stamp): PublicationTransition {
  return {
    guard: beforeSending(publication),
    set: { state: "missed", reason: whyTooLate(publication) },
    remove: ["nextStepAt"],
    ...write("missed", stamp, whyTooLate(publication)),
  };
}

/** Too late by its own policy, which says that a person is to be asked. Nothing of it is visible meanwhile. */
export function askIfWanted(publication: Publication, stamp: Stamp): PublicationTransition {
  return {
    guard: beforeSending(publication),
    set: { state: "review", question: "still-wanted", reason: whyTooLate(publication) },
    remove: ["nextStepAt"],
    ...write("needs a person", stamp, whyTooLate(publication)),
  };
}

const TOO_LATE = "its time passed before it could be published";

function whyTooLate(publication: Publication): string {
  if (isAwaitingApproval(publication)) return NOT_APPROVED;
  return publication.reason ?? TOO_LATE;
}

/** A person, or the calendar, takes it back. Loses against a claim: what is being sent cannot be recalled. */
export function cancel(publication: Publication, why: string, stamp: Stamp): PublicationTransition {
  return {
    guard: mayStillChange(publication),
    set: { state: "cancelled", revision: publication.revision + 1, reason: why },
    remove: ["nextStepAt", "question"],
    ...write("cancelled", stamp, why),
  };
}

/** What an edit of the calendar may change. */
export type Edit = Pick<
  Publication,
  "draft" | "dueAt" | "lateUpToMs" | "ifTooLate" | "wantsStaging" | "followUpIds" | "needsApproval"
>;

/** The calendar was edited before the post went out: what was prepared is dropped, dispatched messages become stale. */
export function edit(publication: Publication, changed: Edit, stamp: Stamp): PublicationTransition {
  const { draft, dueAt, lateUpToMs, ifTooLate, wantsStaging, followUpIds, needsApproval } = changed;
  return {
    guard: mayStillChange(publication),
    set: {
      draft,
      dueAt,
      lateUpToMs,
      ifTooLate,
      wantsStaging,
      followUpIds,
      needsApproval,
      state: "planned",
      revision: publication.revision + 1,
      stageCount: publication.stageCount + 1,
      nextStepAt: publication.followsSince ? stamp.now : firstStepAt({ ...publication, dueAt }),
    },
    remove: ["progress", "stageExpiresAt", "reason", "question", "risks"],
    ...write("changed", stamp),
  };
}

/** It came to nothing (failed, missed, cancelled), and the calendar asks for it anew: it begins from the beginning. */
export function replan(publication: Publication, changed: Edit, stamp: Stamp): PublicationTransition {
  const { set, remove = [] } = edit(publication, changed, stamp);
  return {
    guard: isOverWithout(publication),
    set,
    remove: [...remove, "intentAt", "settledAt", "hasDuplicateEvidence", "wantedUntil"],
    ...write("planned again", stamp),
  };
}

/** A person's answer to the question that a review asks. */
export type Verdict =
  /** They looked: it is live (perhaps with an id), or it is not and is to be sent again. */
  | { readonly answers: "is-it-live"; readonly isLive: true; readonly remoteId?: string; readonly url?: string }
  | { readonly answers: "is-it-live"; readonly isLive: false }
  /** Late as it is, it is to go out now, or not at all any more. */
  | { readonly answers: "still-wanted"; readonly isWanted: boolean };

/** How long a post that a person sends again may take to go out. */
const AGAIN_WITHIN_MS = 60 * 60_000;

/** Ends a review by a named person's decision. */
export function resolve(publication: Publication, verdict: Verdict, stamp: Stamp): PublicationTransition {
  const guard = isAsked(publication, verdict.answers);
  if (verdict.answers === "still-wanted") {
    if (verdict.isWanted) return { guard, ...again(publication, "resolved: still wanted, to be sent now", stamp) };
    return { ...cancel(publication, "it was too late, and is not wanted any more", stamp), guard };
  }
  if (!verdict.isLive) return { guard, ...again(publication, "resolved: not live, send again", stamp) };
  return {
    guard,
    set: {
      state: "published",
      remoteId: verdict.remoteId,
      url: verdict.url,
      publishedAt: publication.intentAt ?? stamp.now,
    },
    remove: ["nextStepAt", "reason", "question"],
    ...write("resolved: it is live", stamp),
  };
}

/** A named person wants what failed, was missed or was cancelled to go out after all, now. */
export function retry(publication: Publication, stamp: Stamp): PublicationTransition {
  return {
    guard: isOverWithout(publication),
    ...again(publication, "to be published after all", stamp),
  };
}

/** It is over, and nothing of it was published. */
function isOverWithout({ revision }: Publication): PublicationTransition["guard"] {
  return [
    { attribute: "state", is: "one-of", values: ["failed", "missed", "cancelled"] },
    { attribute: "revision", is: "equal", value: revision },
  ];
}

/** What a person sends again is what was approved: the approval goes with it to the next revision. */
function approvalKept(publication: Publication): Pick<Publication, "approvedRevision"> | undefined {
  const isKept = publication.needsApproval && !isAwaitingApproval(publication);
  return isKept ? { approvedRevision: publication.revision + 1 } : undefined;
}

/** From the beginning, at once, however late it is: a person decided so. */
function again(publication: Publication, what: string, stamp: Stamp): Omit<PublicationTransition, "guard"> {
  return {
    set: {
      state: "planned",
      nextStepAt: stamp.now,
      revision: publication.revision + 1,
      stageCount: publication.stageCount + 1,
      wantedUntil: new Date(stamp.now.getTime() + AGAIN_WITHIN_MS),
      ...approvalKept(publication),
    },
    remove: ["intentAt", "settledAt", "hasDuplicateEvidence", "reason", "question", "progress", "stageExpiresAt"],
    ...write(what, stamp),
  };
}
