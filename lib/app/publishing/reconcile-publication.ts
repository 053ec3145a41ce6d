import { MAX_PROBES, type Publication } from "#lib/domain/publishing/publication.ts";
import { isTooLate } from "#lib/domain/publishing/sending-time.ts";
import {
  askPerson,
  reconcileAbsent,
  reconcileFailed,
  reconcileFound,
  reconcileRefused,
} from "#lib/domain/publishing/transitions/reconciling.ts";
import { expire } from "#lib/domain/publishing/transitions/sending.ts";
import { NetworkError } from "#lib/networks/errors.ts";
import type { FindResult, RefusedLater } from "#lib/networks/network.ts";
import { budgetWait } from "./budget-wait.ts";
import { commitPublication } from "./commit-publication.ts";
import { commitKeyOf, type OpenDesk, type PublishingDesk } from "./publish-services.ts";
import { type Moved, move } from "./step.ts";
import { waitUntil } from "./wait.ts";

/** A worker died with its claim: from now on the publication is in doubt. */
export async function expireClaim(publication: Publication, { services, publishing }: PublishingDesk): Promise<Moved> {
  return await move(publication, (stamp) => expire(publication, publishing.settleMs, stamp), services);
}

/**
 * Finds out what became of a doubtful commit. A network that honours our key is given the same request again, which
 * cannot make a second post; any other is asked, and so is that one when the request was repeated in vain or would
 * make a post that is too late.
 */
export async function reconcilePublication(publication: Publication, desk: OpenDesk): Promise<Moved> {
  const { services, publishing } = desk;
  const now = services.clock.now();
  if (publishing.honoursCommitKey && (await mayRepeat(publication, desk))) {
    return await commitPublication(publication, now, desk);
  }
  const wait = budgetWait(publication, "reconciling", desk);
  if (wait) return await waitUntil(publication, wait, desk);
  try {
    return await conclude(publication, await ask(publication, desk), desk);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    const { message, traceId } = error;
    return await move(publication, (stamp) => reconcileFailed(publication, message, { ...stamp, traceId }), services);
  }
}

/** What is stopped is asked about only: the repetition might be the first request that arrives. */
async function mayRepeat(publication: Publication, { services }: PublishingDesk): Promise<boolean> {
  if (publication.probeCount >= MAX_PROBES || isTooLate(publication, services.clock.now())) return false;
  return (await services.gate.obstacle(publication.channelId)) === undefined;
}

function ask(publication: Publication, { publishing, access }: OpenDesk): Promise<FindResult | RefusedLater> {
  const { draft, progress, intentAt, dueAt } = publication;
  const sought = { draft, progress, commitKey: commitKeyOf(publication), attemptedAt: intentAt ?? dueAt };
  return access.read((context) => publishing.find(sought, context));
}

async function conclude(
  publication: Publication,
  result: FindResult | RefusedLater,
  { services }: PublishingDesk,
): Promise<Moved> {
  return await move(
    publication,
    (stamp) => {
      if (result.found) return reconcileFound(publication, result, stamp);
      if (result.because === "absent") return reconcileAbsent(publication, stamp);
      if (result.because === "refused") return reconcileRefused(publication, result.reason, stamp);
      return askPerson(publication, result.reason, stamp);
    },
    services,
  );
}
