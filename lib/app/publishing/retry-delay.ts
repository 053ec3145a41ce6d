import type { Publication } from "#lib/domain/publishing/publication.ts";
import { timeOf } from "#lib/domain/publishing/sending-time.ts";
import type { CommitOutcome } from "#lib/networks/network.ts";

type NotAccepted = Extract<CommitOutcome, { outcome: "notAccepted" }>;

/** How long a refusal that will pass is waited out at first; doubled with each attempt. */
const FIRST_DELAY_MS: Readonly<Record<NotAccepted["because"], number>> = {
  "not-sent": 10_000,
  "not-ready": 10_000,
  "rate-limited": 60_000,
  // A channel that was parked for it is held at the gate by then; a token that somebody is refreshing is there.
  token: 15_000,
  permission: 5 * 60_000,
};

const LONGEST_DELAY_MS = 15 * 60_000;

/** When a commit that was provably not carried out may be tried again: when the network says, else backing off. */
export function whenToRetry({ because, retryAt }: NotAccepted, attempt: number, now: Date): Date {
  if (retryAt && retryAt.getTime() > now.getTime()) return retryAt;
  const delayMs = Math.min(FIRST_DELAY_MS[because] * 2 ** Math.max(0, attempt - 1), LONGEST_DELAY_MS);
  return new Date(now.getTime() + delayMs);
}

const SOONEST_STAGING_MS = 15_000;
const LONGEST_STAGING_DELAY_MS = 5 * 60_000;

/**
 * When staging that ran into trouble is tried again: after a quarter of the time to its instant, or since then. So it is
 * tried most often around its instant, and an outage of hours costs a few requests instead of thousands.
 */
export function whenToStageAgain(publication: Publication, now: Date): Date {
  const distanceMs = Math.abs(timeOf(publication).getTime() - now.getTime());
  const delayMs = Math.min(Math.max(distanceMs / 4, SOONEST_STAGING_MS), LONGEST_STAGING_DELAY_MS);
  return new Date(now.getTime() + delayMs);
}
