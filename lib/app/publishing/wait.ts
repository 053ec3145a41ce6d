import type { Publication } from "#lib/domain/publishing/publication.ts";
import { wantedUntil } from "#lib/domain/publishing/sending-time.ts";
import { reconcileLater } from "#lib/domain/publishing/transitions/reconciling.ts";
import { postpone } from "#lib/domain/publishing/transitions/staging.ts";
import { LOOK_AHEAD_MS } from "./dispatch-due.ts";
import type { PublishingDesk } from "./publish-services.ts";
import { delay, type Moved } from "./step.ts";

/** Why a publication waits, and when its turn comes. */
export interface Wait {
  readonly reason: string;
  readonly until: Date;
  /** The network's name for the request that ran into trouble. */
  readonly traceId?: string;
}

/** What waits longer is certain to be woken by a tick. */
const LEFT_TO_TICKS_MS = 2 * LOOK_AHEAD_MS;

/** A message cannot wait for longer. */
const LONGEST_PAUSE_MS = 14 * 60_000;

/**
 * Waits without a claim and without a request. Ahead of its time a later message is enough; once due, the due index has
 * to wait as well, and the world is told.
 */
export async function waitUntil(publication: Publication, wait: Wait, { services }: PublishingDesk): Promise<Moved> {
  const { reason, traceId } = wait;
  const isInDoubt = publication.state === "uncertain";
  const until = isInDoubt ? wait.until : whileWanted(publication, wait.until);
  const pauseMs = until.getTime() - services.clock.now().getTime();
  const isEarly = until <= publication.dueAt;
  if (isEarly) return { publication, pauseMs: Math.min(pauseMs, LONGEST_PAUSE_MS) };
  const later = isInDoubt ? reconcileLater : postpone;
  const waiting = await delay(
    publication,
    (stamp) => later(publication, { reason, until }, { ...stamp, traceId }),
    services,
  );
  return pauseMs > LEFT_TO_TICKS_MS ? { publication: undefined, pauseMs: 0 } : { ...waiting, pauseMs };
}

/** A post that is not wanted any more when its wait is over is missed as soon as that is so, not then. */
function whileWanted(publication: Publication, until: Date): Date {
  const overAt = wantedUntil(publication).getTime() + 1;
  return new Date(Math.min(until.getTime(), overAt));
}
