import type { Publication } from "#lib/domain/publishing/publication.ts";
import type { PublicationTransition, Stamp } from "#lib/domain/publishing/transitions/transition.ts";
import { announcement, delayAnnouncement } from "./announce.ts";
import { type PublishServices, stamp } from "./publish-services.ts";
import { wakeFollowUps } from "./wake-follow-ups.ts";

/** What one step made of a publication, and how long it is to be left alone. */
export interface Moved {
  /** As it is stored now, whoever wrote it; undefined when it is gone. */
  readonly publication: Publication | undefined;
  readonly pauseMs: number;
}

/**
 * Writes a transition and tells the world when it was ours. When somebody was faster, their version is what counts.
 *
 * @param decide makes the transition from the stamp of this write.
 */
export async function move(
  publication: Publication,
  decide: (stamp: Stamp) => PublicationTransition,
  services: PublishServices,
): Promise<Moved & { readonly isOurs: boolean }> {
  const written = await services.publications.apply(publication, decide(stamp(services)));
  if (!written.applied) return { publication: written.current, pauseMs: 0, isOurs: false };
  if (written.publication.state !== publication.state) await tell(written.publication, services);
  return { publication: written.publication, pauseMs: 0, isOurs: true };
}

/** Tells the world what a publication has come to, and wakes what waits for that. */
export async function tell(
  publication: Publication,
  services: Pick<PublishServices, "events" | "publications" | "publishQueue">,
): Promise<void> {
  const event = announcement(publication);
  if (event) await services.events.publish([event]);
  await wakeFollowUps(publication, services);
}

/** Like `move`, for a wait: tells the world that it is delayed, and until when. */
export async function delay(
  publication: Publication,
  decide: (stamp: Stamp) => PublicationTransition,
  services: PublishServices,
): Promise<Moved> {
  const written = await services.publications.apply(publication, decide(stamp(services)));
  if (!written.applied) return { publication: written.current, pauseMs: 0 };
  await services.events.publish([delayAnnouncement(written.publication)]);
  return { publication: written.publication, pauseMs: 0 };
}
