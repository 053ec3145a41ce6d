import pLimit from "p-limit";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { IMPORT, isCancelledByImport, mayStillMove } from "#lib/domain/publishing/revision.ts";
import { cancel } from "#lib/domain/publishing/transitions/deciding.ts";
import type { Clock } from "../clock.ts";
import type { EventPublisher } from "../events.ts";
import { announcement } from "./announce.ts";
import type { CancelResult } from "./calendar/ports.ts";
import type { PublicationStore } from "./ports.ts";
import { stamp } from "./publish-services.ts";

/** Enough to keep the table busy, few enough for a small function. */
const PARALLEL_CANCELS = 25;

interface CancelServices {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly publications: PublicationStore;
  readonly events: EventPublisher;
}

/**
 * Takes back what a calendar does not name any more. What was cancelled for this very reason by a run that broke off is
 * told, and announced, once more.
 *
 * @returns one for each publication that there is.
 */
export async function cancelPublications(
  publicationIds: readonly string[],
  why: string,
  services: CancelServices,
): Promise<readonly CancelResult[]> {
  const known = await services.publications.getMany(publicationIds);
  const results = await pLimit(PARALLEL_CANCELS).map(known, (each) => cancelOne(each, why, services));
  const cancelled = results.filter(({ outcome }) => outcome === "cancelled");
  await services.events.publish(cancelled.flatMap(({ publication }) => announcement(publication) ?? []));
  return results;
}

/** What `cancelPublications` would do. */
export async function previewCancels(
  publicationIds: readonly string[],
  { publications }: Pick<CancelServices, "publications">,
): Promise<readonly CancelResult[]> {
  const found = await publications.getMany(publicationIds);
  return found.map((publication) => {
    return { publication, outcome: mayStillMove(publication) ? "cancelled" : whatIsLeft(publication) };
  });
}

async function cancelOne(known: Publication, why: string, services: CancelServices): Promise<CancelResult> {
  if (!mayStillMove(known)) return { publication: known, outcome: whatIsLeft(known, why) };
  const written = await services.publications.apply(known, cancel(known, why, { ...stamp(services), by: IMPORT }));
  if (written.applied) return { publication: written.publication, outcome: "cancelled" };
  const publication = written.current ?? known;
  return { publication, outcome: whatIsLeft(publication, why) };
}

function whatIsLeft(publication: Publication, why?: string): CancelResult["outcome"] {
  if (isCancelledByImport(publication) && publication.reason === why) return "cancelled";
  const { state, nextStepAt } = publication;
  return nextStepAt || state === "review" ? "in-doubt" : "over";
}
