import type { Publication } from "#lib/domain/publishing/publication.ts";
import { postpone, recordStaging, refuse, restage } from "#lib/domain/publishing/transitions/staging.ts";
import { NetworkError, RateLimitedError } from "#lib/networks/errors.ts";
import type { StageStep } from "#lib/networks/network.ts";
import type { PublishingDesk } from "./publish-services.ts";
import { readyMedia } from "./stage-late-media.ts";
import { delay, type Moved, move } from "./step.ts";

/** Staging may be repeated: trouble that says nothing about when to come back is tried again after this. */
const RETRY_MS = 15_000;

/**
 * Does one step of staging and stores what it reached. A preparation that has expired is forgotten first.
 *
 * A refusal for good fails the publication before anything is visible; everything else is tried again.
 */
export async function stagePublication(publication: Publication, desk: PublishingDesk): Promise<Moved> {
  const { services, publishing, context } = desk;
  if (publication.state === "staged") {
    const why = "what was prepared is about to expire";
    return await move(publication, (stamp) => restage(publication, why, stamp), services);
  }
  const media = await readyMedia(publication, desk);
  if (!media.isReady) return media.moved;
  try {
    const { draft } = media;
    const { progress } = publication;
    const step = await services.stagingLane(() => publishing.stage(draft, progress, context));
    return await record(publication, step, desk);
  } catch (error) {
    if (error instanceof NetworkError) return await stagingTrouble(publication, error, desk);
    throw error;
  }
}

async function record(publication: Publication, step: StageStep, { services }: PublishingDesk): Promise<Moved> {
  const reached = {
    progress: step.progress,
    isStaged: step.status === "staged",
    expiresAt: step.status === "staged" ? step.expiresAt : undefined,
  };
  const moved = await move(publication, (stamp) => recordStaging(publication, reached, stamp), services);
  return { ...moved, pauseMs: step.status === "wait" ? step.afterMs : 0 };
}

async function stagingTrouble(
  publication: Publication,
  error: NetworkError,
  { services }: PublishingDesk,
): Promise<Moved> {
  if (error.retry === "never") {
    return await move(publication, (stamp) => refuse(publication, error.message, stamp), services);
  }
  const now = services.clock.now();
  const asked = error instanceof RateLimitedError ? error.retryAt : undefined;
  const until = asked ?? new Date(now.getTime() + RETRY_MS);
  const pauseMs = until.getTime() - now.getTime();
  services.log.warn("staging has to wait", { publicationId: publication.publicationId, code: error.code, pauseMs });
  // Ahead of its time a later message is enough; once due, the due index must wait as well.
  if (until.getTime() <= publication.dueAt.getTime()) return { publication, pauseMs };
  const { message: reason } = error;
  return {
    ...(await delay(publication, (stamp) => postpone(publication, { reason, until }, stamp), services)),
    pauseMs,
  };
}
