import { isAwaitingApproval, NOT_APPROVED } from "../approval.ts";
import type { Publication } from "../publication.ts";
import { beforeSending, type PublicationTransition, type Stamp, write } from "./transition.ts";

/** A named person has seen it as it is now and says yes. An edit in between wins: then they have not seen it. */
export function approve(publication: Publication, stamp: Stamp): PublicationTransition {
  return {
    guard: beforeSending(publication),
    set: { approvedRevision: publication.revision },
    ...(publication.reason === NOT_APPROVED && { remove: ["reason"] }),
    ...write("approved", stamp),
  };
}

/** A named person takes a yes back. Loses against a claim: what is being sent cannot be recalled. */
export function withdrawApproval(publication: Publication, stamp: Stamp): PublicationTransition {
  return {
    guard: beforeSending(publication),
    set: {},
    remove: ["approvedRevision"],
    ...write("approval withdrawn", stamp),
  };
}

/** What a claim wants to be true of a post that needs an approval, so that one withdrawn in between wins. */
export function isApproved(publication: Publication): PublicationTransition["guard"] {
  if (!publication.needsApproval) return [];
  return [{ attribute: "approvedRevision", is: "equal", value: publication.revision }];
}

/** What a person sends again is what was approved: the approval goes with it. */
export function approvalKept(publication: Publication): Pick<Publication, "approvedRevision"> | undefined {
  const isKept = publication.needsApproval && !isAwaitingApproval(publication);
  return isKept ? { approvedRevision: publication.revision + 1 } : undefined;
}
