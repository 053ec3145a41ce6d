import { followingOf } from "#lib/domain/publishing/following.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { cancel } from "#lib/domain/publishing/transitions/deciding.ts";
import { awaitParent, follow } from "#lib/domain/publishing/transitions/following.ts";
import type { PublishingDesk } from "./publish-services.ts";
import { type Moved, move } from "./step.ts";

/**
 * Looks after the post that a follow-up goes below: it may go when that is out, waits while that is not, and is
 * cancelled when that will never be. Nothing is written while the due index comes back for it anyway.
 */
export async function followParent(publication: Publication, { services }: PublishingDesk): Promise<Moved> {
  const { followUp, nextStepAt } = publication;
  const [parent] = await services.publications.getMany(followUp ? [followUp.parentId] : []);
  const now = services.clock.now();
  const following = followingOf(publication, parent, now);
  switch (following.do) {
    case "follow":
      return await move(publication, (stamp) => follow(publication, following, stamp), services);
    case "cancel":
      return await move(publication, (stamp) => cancel(publication, following.reason, stamp), services);
    case "wait": {
      if (nextStepAt && nextStepAt.getTime() > now.getTime()) return { publication: undefined, pauseMs: 0 };
      const waiting = await move(publication, (stamp) => awaitParent(publication, following.until, stamp), services);
      return { ...waiting, pauseMs: following.until.getTime() - now.getTime() };
    }
  }
}
