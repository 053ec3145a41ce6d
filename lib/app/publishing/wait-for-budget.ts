import { reasonOf } from "#lib/domain/accounts/rates/budget.ts";
import type { Purpose } from "#lib/domain/accounts/rates/purpose.ts";
import { turnAfter } from "#lib/domain/accounts/rates/spread.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { wantedUntil } from "#lib/domain/publishing/sending-time.ts";
import { reconcileLater } from "#lib/domain/publishing/transitions/reconciling.ts";
import { postpone } from "#lib/domain/publishing/transitions/staging.ts";
import { LOOK_AHEAD_MS } from "./dispatch-due.ts";
import type { PublishingDesk } from "./publish-services.ts";
import { delay, type Moved } from "./step.ts";

/** Why a publication waits, for what, and when its turn comes then. */
export interface Wait {
  readonly reason: string;
  readonly opensAt: Date;
  readonly until: Date;
}

/**
 * The wait that the network's limits impose on this publication; undefined when it may go on.
 *
 * @param at when the request is to leave. @default now
 */
export function budgetWait(
  { publicationId }: Publication,
  purpose: Purpose,
  { line, crowdCount, services }: PublishingDesk,
  at: Date = services.clock.now(),
): Wait | undefined {
  const closure = line.closure(purpose);
  if (!closure || closure.until <= at) return undefined;
  const { until: opensAt } = closure;
  return { reason: reasonOf(closure), opensAt, until: turnAfter(opensAt, publicationId, crowdCount) };
}

/**
 * When a request that the network has just refused for now may be tried again: when the limit opens, as far as it is
 * known, and not before `soonest`; in turns, when it was not alone. From now on the others wait as well, also where no
 * header said why.
 */
export function afterRefusal(
  { publicationId }: Publication,
  { purpose, soonest }: { readonly purpose: Purpose; readonly soonest: Date },
  { line, crowdCount }: PublishingDesk,
): Date {
  if (!line.closure(purpose)) line.refused(purpose, soonest);
  const { until = soonest } = line.closure(purpose) ?? {};
  const opensAt = until > soonest ? until : soonest;
  return crowdCount > 1 ? turnAfter(opensAt, publicationId, crowdCount) : opensAt;
}

/** What waits longer is certain to be woken by a tick. */
const LEFT_TO_TICKS_MS = 2 * LOOK_AHEAD_MS;

/** A message cannot wait for longer. */
const LONGEST_PAUSE_MS = 14 * 60_000;

/**
 * Waits without a claim and without a request. Ahead of its time a later message is enough; once due, the due index has
 * to wait as well, and the world is told.
 */
export async function waitForBudget(publication: Publication, wait: Wait, desk: PublishingDesk): Promise<Moved> {
  const { services } = desk;
  const { reason } = wait;
  const isInDoubt = publication.state === "uncertain";
  const until = isInDoubt ? wait.until : whileWanted(publication, wait.until);
  const pauseMs = until.getTime() - services.clock.now().getTime();
  const isEarly = until <= publication.dueAt;
  if (isEarly) return { publication, pauseMs: Math.min(pauseMs, LONGEST_PAUSE_MS) };
  const later = isInDoubt ? reconcileLater : postpone;
  const waiting = await delay(publication, (stamp) => later(publication, { reason, until }, stamp), services);
  return pauseMs > LEFT_TO_TICKS_MS ? { publication: undefined, pauseMs: 0 } : { ...waiting, pauseMs };
}

/** A post that is not wanted any more when the limit opens is missed as soon as that is so, not when it opens. */
function whileWanted(publication: Publication, until: Date): Date {
  const overAt = wantedUntil(publication).getTime() + 1;
  return new Date(Math.min(until.getTime(), overAt));
}
