import { type Publication, probeDelayMs } from "../publication.ts";
import { timeOf } from "../sending-time.ts";
import { BEFORE_SENDING, holdsClaim, isApproved, type PublicationTransition, type Stamp, write } from "./transition.ts";

/**
 * Takes the publication for the one irreversible request. `leaseMs` must outlast the function's timeout plus the
 * longest socket, so that an expired lease means a dead worker and a closed connection.
 *
 * The guard names the revision, the approval and the fence that were read: an edit, a cancel, an approval that is
 * withdrawn or another worker in between wins. What may be out already is asked for no approval.
 */
export function claim(publication: Publication, leaseMs: number, stamp: Stamp): PublicationTransition {
  const resend = publication.state === "uncertain";
  return {
    guard: [
      { attribute: "state", is: "one-of", values: resend ? ["uncertain"] : BEFORE_SENDING },
      { attribute: "revision", is: "equal", value: publication.revision },
      { attribute: "fence", is: "equal", value: publication.fence },
      ...(resend ? [] : isApproved(publication)),
    ],
    set: {
      state: "sending",
      fence: publication.fence + 1,
      attempt: publication.attempt + 1,
      leaseUntil: new Date(stamp.now.getTime() + leaseMs),
      intentAt: publication.intentAt ?? stamp.now,
    },
    ...write("sending", stamp, `attempt ${publication.attempt + 1}`),
  };
}

/** The network accepted it. `sentAt` is when the commit request left. */
export function publish(
  claimed: Publication,
  result: { readonly remoteId: string; readonly url?: string; readonly sentAt: Date },
  stamp: Stamp,
): PublicationTransition {
  const latenessMs = result.sentAt.getTime() - timeOf(claimed).getTime();
  return {
    guard: holdsClaim(claimed),
    set: {
      state: "published",
      remoteId: result.remoteId,
      url: result.url,
      publishedAt: result.sentAt,
      latenessMs,
    },
    remove: ["nextStepAt", "leaseUntil", "reason"],
    ...write("published", stamp, result.remoteId),
  };
}

/**
 * The network refused for good. After an earlier attempt of unknown outcome this proves nothing, and a "duplicate" is
 * even evidence that the earlier one is live, also when it had been found absent: the publication becomes uncertain and
 * is looked for. Without such an attempt a "duplicate" is of some older post, and a refusal like any other.
 */
export function reject(
  claimed: Publication,
  refusal: { readonly reason: string; readonly duplicate?: boolean; readonly settleMs: number },
  stamp: Stamp,
): PublicationTransition {
  const { doubtedSince } = claimed;
  const contradicts = refusal.duplicate && doubtedSince !== undefined;
  if (!isInDoubt(claimed) && !contradicts) return fail(claimed, refusal.reason, stamp);
  const doubtful = doubt(claimed, refusal, stamp);
  if (!refusal.duplicate) return doubtful;
  const intentAt = doubtedSince ?? claimed.intentAt;
  return { ...doubtful, set: { ...doubtful.set, hasDuplicateEvidence: true, intentAt } };
}

function fail(claimed: Publication, reason: string, stamp: Stamp): PublicationTransition {
  return {
    guard: holdsClaim(claimed),
    set: { state: "failed", reason },
    remove: ["nextStepAt", "leaseUntil"],
    ...write("failed", stamp, reason),
  };
}

/**
 * Provably not carried out: back to waiting, until `retryAt`.
 *
 * @param release.again whether what was prepared is still good: `stage` looks at it once more before the next attempt.
 */
export function release(
  claimed: Publication,
  {
    reason,
    retryAt,
    again = "commit",
  }: { readonly reason: string; readonly retryAt: Date; readonly again?: "stage" | "commit" },
  stamp: Stamp,
): PublicationTransition {
  const guard = holdsClaim(claimed);
  if (isInDoubt(claimed)) {
    // This attempt came to nothing, but an earlier one may be live: nobody may cancel, edit or miss it as if it were not.
    const set = { state: "uncertain" as const, nextStepAt: retryAt, reason };
    return { guard, set, remove: ["leaseUntil"], ...write("waits, still uncertain", stamp, reason) };
  }
  const isStaged = claimed.progress !== undefined && again === "commit";
  return {
    guard,
    set: { state: isStaged ? "staged" : "planned", nextStepAt: retryAt, reason },
    // An intent that provably came to nothing is no intent.
    remove: ["leaseUntil", "intentAt"],
    ...write("waits", stamp, reason),
  };
}

/** Whether an earlier attempt may have worked, for all that anybody knows. */
function isInDoubt({ settledAt }: Publication): boolean {
  return settledAt !== undefined;
}

/**
 * Nobody knows whether the request worked. The network is asked soon, but "not there" counts only after the lease, when
 * no request can be on its way any more, and once the network has settled.
 *
 * A doubt about a repeated request does not begin anew: it is asked about less and less often.
 */
export function doubt(
  claimed: Publication,
  { reason, settleMs }: { readonly reason: string; readonly settleMs: number },
  stamp: Stamp,
): PublicationTransition {
  const { leaseUntil = stamp.now } = claimed;
  const probeCount = isInDoubt(claimed) ? claimed.probeCount + 1 : 0;
  const delayMs = probeCount === 0 ? FIRST_PROBE_MS : probeDelayMs(probeCount);
  return {
    guard: holdsClaim(claimed),
    set: {
      state: "uncertain",
      reason,
      probeCount,
      settledAt: new Date(leaseUntil.getTime() + settleMs),
      nextStepAt: new Date(stamp.now.getTime() + delayMs),
    },
    remove: ["leaseUntil"],
    ...write("uncertain", stamp, reason),
  };
}

/**
 * The network has all of it and is at work: no doubt, but not live either. It is asked, as after a doubt, by what is
 * known of the post since the request.
 */
export function handOver(
  claimed: Publication,
  pending: {
    readonly progress: NonNullable<Publication["progress"]>;
    readonly reason: string;
    readonly settleMs: number;
    /** When the request left: as good as published then, if it is published. */
    readonly sentAt: Date;
  },
  stamp: Stamp,
): PublicationTransition {
  const waiting = doubt(claimed, pending, stamp);
  const intentAt = isInDoubt(claimed) ? claimed.intentAt : pending.sentAt;
  return {
    ...waiting,
    set: { ...waiting.set, progress: pending.progress, intentAt },
    ...write("handed over", stamp, pending.reason),
  };
}

/** A request that was accepted shows within seconds almost always: worth a first look before it must have settled. */
const FIRST_PROBE_MS = 3_000;

/** The lease of a claim ran out: its holder is dead, and with it the knowledge of what it did. */
export function expire(publication: Publication, settleMs: number, stamp: Stamp): PublicationTransition {
  return {
    guard: [
      { attribute: "state", is: "one-of", values: ["sending"] },
      { attribute: "fence", is: "equal", value: publication.fence },
      { attribute: "leaseUntil", is: "not-after", value: stamp.now },
    ],
    set: {
      state: "uncertain",
      fence: publication.fence + 1,
      reason: "the worker that was publishing it stopped without a word",
      probeCount: 0,
      settledAt: new Date(stamp.now.getTime() + settleMs),
      nextStepAt: stamp.now,
    },
    remove: ["leaseUntil"],
    ...write("uncertain", stamp, "the lease ran out"),
  };
}

/** The address of a published post, when the network told it only afterwards. */
export function link(url: string, stamp: Stamp): PublicationTransition {
  return {
    guard: [{ attribute: "state", is: "one-of", values: ["published"] }],
    set: { url },
    ...write("address known", stamp, url),
  };
}
