import type { Publication } from "../publication.ts";
import { describeRisks, type Risk } from "../risk.ts";
import { beforeSending, type PublicationTransition, type Stamp, write } from "./transition.ts";

/**
 * Keeps what may keep the post from going out, as far as is known now: nothing is changed about its way. Loses against
 * any other write since the publication was read.
 */
export function warn(publication: Publication, risks: readonly Risk[], stamp: Stamp): PublicationTransition {
  const guard = [
    ...beforeSending(publication),
    { attribute: "claimId", is: "equal", value: publication.claimId } as const,
  ];
  if (risks.length === 0) return { guard, set: {}, remove: ["risks"], ...write("no longer at risk", stamp) };
  return { guard, set: { risks }, ...write("at risk", stamp, describeRisks(risks)) };
}
