import { reasonOf } from "#lib/domain/accounts/rates/budget.ts";
import type { Draft } from "#lib/domain/publishing/draft.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { isSameProgress } from "#lib/domain/publishing/same-content.ts";
import { recordStaging, refuse, restage } from "#lib/domain/publishing/transitions/staging.ts";
import { NetworkError, RateLimitedError } from "#lib/networks/errors.ts";
import { HTTP_TIMEOUT_MS } from "#lib/networks/http.ts";
import type { Progress, StageStep } from "#lib/networks/network.ts";
import { afterRefusal, budgetWait } from "./budget-wait.ts";
import type { OpenDesk, PublishingDesk } from "./publish-services.ts";
import { whenToStageAgain } from "./retry-delay.ts";
import { readyMedia } from "./stage-late-media.ts";
import { type Moved, move } from "./step.ts";
import { waitUntil } from "./wait.ts";

/** With less time left than this, what staging has reached is stored, and the next step left to a fresh worker. */
const NEEDED_MS = HTTP_TIMEOUT_MS + 5_000;

/** Longer than anybody sleeps a wait through. */
const HAND_OVER_MS = 3_000;

/**
 * Stages as far as it goes now, and stores what was reached once: before a longer wait (`carried-progress.ts` knows the
 * brief ones), at the end, in trouble, or before the worker's time runs out. A worker that dies in between leaves
 * invisible garbage at the network, and another begins where the last stored step ended. A preparation that has expired
 * is forgotten first.
 *
 * A refusal for good fails the publication before anything is visible; everything else is tried again.
 */
export async function stagePublication(publication: Publication, desk: OpenDesk): Promise<Moved> {
  const { services } = desk;
  if (publication.state === "staged") {
    const why = "what was prepared is about to expire";
    return await move(publication, (stamp) => restage(publication, why, stamp), services);
  }
  const wait = budgetWait(publication, "preparing", desk);
  if (wait) return await waitUntil(publication, wait, desk);
  const media = await readyMedia(publication, desk);
  if (!media.isReady) return media.moved;
  const { step, error } = await stageOn(media.draft, desk.carried.progressOf(publication), desk);
  if (error !== undefined && !(error instanceof NetworkError)) throw error;
  const recorded = step ? await record(publication, step, desk) : { publication, pauseMs: 0, isOurs: true };
  // Stored in the middle: there was no time for more. A large video takes several workers.
  if (!error && step?.status === "continue") return { ...recorded, pauseMs: HAND_OVER_MS };
  if (!error || !recorded.isOurs || !recorded.publication) return recorded;
  return await stagingTrouble(recorded.publication, error, desk);
}

interface Reached {
  /** The last step that succeeded, if there was one. */
  readonly step?: StageStep;
  /** What the step after it ran into. */
  readonly error?: unknown;
}

async function stageOn(draft: Draft, progress: Progress | undefined, desk: OpenDesk): Promise<Reached> {
  const { services, publishing, access } = desk;
  const { media } = services;
  let step: StageStep | undefined;
  do {
    try {
      const reached = step?.progress ?? progress;
      step = await services.stagingLane(() => {
        // Others that were ahead in the lane may have been refused meanwhile.
        refuseIfClosed(desk);
        return access.read((context) => publishing.stage(draft, reached, { ...context, media }));
      });
    } catch (error) {
      return { step, error };
    }
  } while (step.status === "continue" && desk.remainingMs() > NEEDED_MS);
  return { step };
}

/** @throws RateLimitedError in the network's place */
function refuseIfClosed({ line }: PublishingDesk): void {
  const closure = line.closure("preparing");
  if (closure) throw new RateLimitedError(reasonOf(closure), { retryAt: closure.until });
}

async function record(publication: Publication, step: StageStep, { services, carried }: PublishingDesk) {
  const pauseMs = step.status === "wait" ? step.afterMs : 0;
  // The network is still at it: that is no news.
  const isKnown = step.status === "wait" && isSameProgress(step.progress, publication.progress);
  if (isKnown || carried.takes(publication, step)) return { publication, pauseMs, isOurs: true };
  const reached = {
    progress: step.progress,
    isStaged: step.status === "staged",
    expiresAt: step.status === "staged" ? step.expiresAt : undefined,
  };
  const moved = await move(publication, (stamp) => recordStaging(publication, reached, stamp), services);
  if (moved.isOurs && reached.isStaged) {
    const { publicationId, rowId, channelId, network } = publication;
    services.log.info("publication staged", { publicationId, rowId, channelId, network });
  }
  return { ...moved, pauseMs };
}

async function stagingTrouble(publication: Publication, error: NetworkError, desk: PublishingDesk): Promise<Moved> {
  const { services } = desk;
  const { message: reason, code, traceId } = error;
  if (error.retry === "never") {
    return await move(publication, (stamp) => refuse(publication, reason, { ...stamp, traceId }), services);
  }
  if (error instanceof RateLimitedError) return await stagingRefusedForNow(publication, error, desk);
  services.log.warn("staging has to wait", { publicationId: publication.publicationId, code, traceId });
  const until = whenToStageAgain(publication, services.clock.now());
  return await waitUntil(publication, { reason, until, traceId }, desk);
}

async function stagingRefusedForNow(
  publication: Publication,
  { message: reason, retryAt }: RateLimitedError,
  desk: PublishingDesk,
): Promise<Moved> {
  const soonest = retryAt ?? whenToStageAgain(publication, desk.services.clock.now());
  const until = afterRefusal(publication, { purpose: "preparing", soonest }, desk);
  return await waitUntil(publication, { reason, until }, desk);
}
