/** Whether a named person must say yes before a post goes out, and to which version of it they have. */
export interface Approval {
  readonly needsApproval?: boolean;
  /**
   * The revision that was approved. An edit makes another one: what nobody has seen is not approved, and no write has to
   * remember to take the approval back.
   */
  readonly approvedRevision?: number;
}

/** What its timeline and its events say of a post that nobody has said yes to. */
export const NOT_APPROVED = "nobody has approved it";

/** It does not go out as it is: somebody has yet to approve it, or has approved what it was before an edit. */
export function isAwaitingApproval({
  needsApproval = false,
  approvedRevision,
  revision,
}: Approval & { readonly revision: number }): boolean {
  return needsApproval && approvedRevision !== revision;
}
