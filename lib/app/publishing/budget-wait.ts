import { reasonOf } from "#lib/domain/accounts/rates/budget.ts";
import type { Purpose } from "#lib/domain/accounts/rates/purpose.ts";
import { turnAfter } from "#lib/domain/accounts/rates/spread.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import type { PublishingDesk } from "./publish-services.ts";
import type { Wait } from "./wait.ts";

/** A publication's turn may come later than the limit opens. */
export interface BudgetWait extends Wait {
  readonly opensAt: Date;
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
): BudgetWait | undefined {
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
