import { MAX_PROBES, type Publication, probeDelayMs } from "../publication.ts";
import { timeOf } from "../sending-time.ts";
import { isStill, type PublicationTransition, type Stamp, write } from "./transition.ts";

/** The network has it. */
export function reconcileFound(
  publication: Publication,
  found: { readonly remoteId: string; readonly url?: string },
  stamp: Stamp,
): PublicationTransition {
  const publishedAt = publication.intentAt ?? stamp.now;
  return {
    guard: isStill(publication, "uncertain"),
    set: {
      state: "published",
      remoteId: found.remoteId,
      url: found.url,
      publishedAt,
      latenessMs: publishedAt.getTime() - timeOf(publication).getTime(),
    },
    remove: ["nextStepAt", "reason"],
    ...write("published", stamp, `found at the network: ${found.remoteId}`),
  };
}

/**
 * The network does not have it. Before it has settled that proves nothing: asked again then. Afterwards the
 * publication waits for a new attempt, as if the doubtful one had never been.
 */
export function reconcileAbsent(publication: Publication, stamp: Stamp): PublicationTransition {
  const { settledAt = stamp.now } = publication;
  if (stamp.now.getTime() < settledAt.getTime()) return askAgain(publication, settledAt, "not there yet", stamp);
  if (publication.hasDuplicateEvidence) {
    return askPerson(publication, "the network calls it a duplicate, but does not list it", stamp);
  }
  return {
    guard: isStill(publication, "uncertain"),
    set: {
      state: publication.progress === undefined ? "planned" : "staged",
      nextStepAt: stamp.now,
      doubtedSince: publication.doubtedSince ?? publication.intentAt,
    },
    remove: ["intentAt", "settledAt", "reason"],
    ...write("not at the network: will be sent again", stamp),
  };
}

/** The network had taken it, and has refused it for good since. */
export function reconcileRefused(publication: Publication, reason: string, stamp: Stamp): PublicationTransition {
  return {
    guard: isStill(publication, "uncertain"),
    set: { state: "failed", reason },
    remove: ["nextStepAt"],
    ...write("failed", stamp, reason),
  };
}

/** The network could not be asked. */
export function reconcileFailed(publication: Publication, reason: string, stamp: Stamp): PublicationTransition {
  if (publication.probeCount + 1 >= MAX_PROBES) return askPerson(publication, reason, stamp);
  const nextStepAt = new Date(stamp.now.getTime() + probeDelayMs(publication.probeCount));
  return askAgain(publication, nextStepAt, reason, stamp);
}

/** The network must not be asked now: that is no answer, and does not count as one. */
export function reconcileLater(
  publication: Publication,
  { reason, until }: { readonly reason: string; readonly until: Date },
  stamp: Stamp,
): PublicationTransition {
  return {
    guard: isStill(publication, "uncertain"),
    set: { nextStepAt: until, reason },
    ...write("waits, still uncertain", stamp, reason),
  };
}

/** This network can never tell: a person decides whether the post is live. */
export function askPerson(publication: Publication, reason: string, stamp: Stamp): PublicationTransition {
  return {
    guard: isStill(publication, "uncertain"),
    set: { state: "review", question: "is-it-live", reason },
    remove: ["nextStepAt"],
    ...write("needs a person", stamp, reason),
  };
}

function askAgain(publication: Publication, nextStepAt: Date, reason: string, stamp: Stamp): PublicationTransition {
  return {
    guard: isStill(publication, "uncertain"),
    set: { nextStepAt, probeCount: publication.probeCount + 1, reason },
    ...write("asked the network", stamp, reason),
  };
}
