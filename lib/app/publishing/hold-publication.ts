import type { Publication } from "#lib/domain/publishing/publication.ts";
import { hold } from "#lib/domain/publishing/transitions/holding.ts";
import { delayAnnouncement } from "./announce.ts";
import { type PublishServices, stamp } from "./publish-services.ts";
import type { Moved } from "./step.ts";

/** Written anew this often, a held publication stays within the quarter of an hour that every tick sweeps. */
const WRITTEN_EVERY_MS = 10 * 60_000;

/** Longer than this before its time, a later message is enough. */
const EARLY_MS = 5 * 60_000;

/**
 * Leaves a publication due, with the reason in its timeline. Its own policy decides how long it may wait: every tick
 * brings it here again, so that it goes on within a minute of being let go, and mostly that costs no write.
 */
export async function holdPublication(
  publication: Publication,
  reason: string,
  services: PublishServices,
): Promise<Moved> {
  const now = services.clock.now().getTime();
  const { nextStepAt, dueAt } = publication;
  if (dueAt.getTime() - now >= EARLY_MS) return { publication, pauseMs: EARLY_MS };
  const isKnown = publication.reason === reason;
  if (isKnown && now - (nextStepAt ?? dueAt).getTime() < WRITTEN_EVERY_MS) return LEFT_TO_TICKS;
  const until = new Date(Math.max(now, dueAt.getTime()));
  const written = await services.publications.apply(
    publication,
    hold(publication, { reason, until, isKnown }, stamp(services)),
  );
  if (written.applied && !isKnown) await services.events.publish([delayAnnouncement(written.publication)]);
  return LEFT_TO_TICKS;
}

/** Nothing more to do with it here and now. */
const LEFT_TO_TICKS: Moved = { publication: undefined, pauseMs: 0 };
