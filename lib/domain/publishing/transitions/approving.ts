import { NOT_APPROVED } from "../approval.ts";
import type { Publication } from "../publication.ts";
import { beforeSending, type PublicationTransition, type Stamp, write } from "./transition.ts";

/** A named person has seen it as it is now and says yes. An edit in between wins: then they have not seen it. */
export function approve(publication: Publication, stamp: Stamp): PublicationTransition {
  const risks = publication.risks?.filter(({ kind }) => kind !== "approval");
  return {
    guard: beforeSending(publication),
    set: { approvedRevision: publication.revision, ...(risks && { risks }) },
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
