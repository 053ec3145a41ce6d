import type { Publication } from "./publication.ts";

/**
 * Uploads and containers are prepared from this long before the due instant, unless a network says later. The tick looks
 * so far ahead, and no further.
 */
export const STAGE_AHEAD_MS = 30 * 60_000;

/** A preparation that dies this soon is not worth keeping. */
const STAGE_MARGIN_MS = 60_000;

/**
 * When the next step of staging is due; undefined when all is prepared and still good at the instant of sending. What
 * expires before that is built anew shortly before it expires, and not only when it is wanted.
 *
 * @param sendAt when the request is to leave.
 */
export function stagingDueAt(publication: Publication, sendAt: Date, stageAheadMs: number): Date | undefined {
  const { wantsStaging, state, stageExpiresAt, nextStepAt = sendAt } = publication;
  if (!wantsStaging) return undefined;
  const earliest = nextStepAt.getTime() - Math.min(stageAheadMs, STAGE_AHEAD_MS);
  if (state === "planned") return new Date(earliest);
  const worthlessAt = (stageExpiresAt?.getTime() ?? Number.POSITIVE_INFINITY) - STAGE_MARGIN_MS;
  return worthlessAt <= sendAt.getTime() ? new Date(Math.max(worthlessAt, earliest)) : undefined;
}
