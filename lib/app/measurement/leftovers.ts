import { turnAfter } from "#lib/domain/accounts/rates/spread.ts";
import { type CollectionJob, nextAttempt, type PlannedSubject } from "#lib/domain/measurement/collection-job.ts";
import { RateLimitedError } from "#lib/networks/errors.ts";
import type { Collected } from "./collect-subjects.ts";
import type { DelayedCollection } from "./ports.ts";

/** What becomes of the subjects of a job whose numbers were not stored. */
export interface Leftovers {
  readonly jobs: readonly DelayedCollection[];
  readonly postponedCount: number;
  /** Left to the next plan. */
  readonly skippedCount: number;
}

/**
 * A token that is refused needs a person, and what is refused for good stays refused: both are left to the next plan.
 * Slow or silent networks are asked again later, with what failed at the end, and so is what the network's limits are
 * left to others for; what time did not suffice for, at once.
 */
export function leftovers(job: CollectionJob, { failures, rest, heldBackUntil }: Collected, now: Date): Leftovers {
  const isOut = failures.some(({ verdict }) => verdict === "token");
  const again = failures.filter(({ verdict }) => verdict === "slow-down" || verdict === "trouble");
  const open = isOut ? [] : [...rest, ...again.map(({ subject }) => subject)];
  const refusedCount = failures.length - again.length + (isOut ? rest.length + again.length : 0);
  if (open.length === 0) return { jobs: [], postponedCount: 0, skippedCount: refusedCount };

  const asked = again.flatMap(({ error }) => (error instanceof RateLimitedError ? (error.retryAt ?? []) : []));
  const turn = heldBackUntil ? [turnAfter(heldBackUntil, nameOf(open), open.length)] : [];
  const retryAt = latest([...asked, ...turn]);
  const next =
    again.length > 0 || heldBackUntil ? nextAttempt(job, open, { retryAt, now }) : { ...job, subjects: open };
  if (!next) return { jobs: [], postponedCount: 0, skippedCount: refusedCount + open.length };
  const delayMs = Math.max(0, (next.notBefore?.getTime() ?? 0) - now.getTime());
  return { jobs: [{ job: next, delayMs }], postponedCount: open.length, skippedCount: refusedCount };
}

/** Jobs of one channel wait for the same opening: each has its own turn. */
function nameOf([first]: readonly PlannedSubject[]): string {
  return first?.kind === "post" ? first.publicationId : "channel";
}

function latest(instants: readonly Date[]): Date | undefined {
  return instants.length > 0 ? new Date(Math.max(...instants.map((instant) => instant.getTime()))) : undefined;
}
