import type { Draft } from "#lib/domain/publishing/draft.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { refuse } from "#lib/domain/publishing/transitions/staging.ts";
import { arrivedMedia } from "./media/arrived-media.ts";
import { withCopies } from "./media/late-copies.ts";
import type { PublishingDesk } from "./publish-services.ts";
import { type Moved, move } from "./step.ts";

/** How long a post that waits for a file is left alone before somebody looks again. */
const LOOK_AGAIN_MS = 2 * 60_000;

/** A copy is made in seconds; the import that makes it may have to be started first. */
const COPY_PAUSE_MS = 10_000;

/** Of an image that came in the last seconds, the copy is waited for so long after the due instant. */
const COPY_GRACE_MS = 2 * 60_000;

export type ReadyMedia =
  | { readonly isReady: true; readonly draft: Draft }
  /** Nothing can be staged now: that much was done about it. */
  | { readonly isReady: false; readonly moved: Moved };

/**
 * The draft with all its files. One that its calendar had to wait for is looked into only now, and has a copy made if the
 * network would refuse it; until the due instant it may still come, then the post fails.
 */
export async function readyMedia(publication: Publication, desk: PublishingDesk): Promise<ReadyMedia> {
  const { services, publishing, channel } = desk;
  const { mediaCatalogue: catalogue, copies } = services;
  const arrived = await arrivedMedia(publication.draft, catalogue);
  const { missing, unreadable } = arrived;
  if (arrived.draft === publication.draft) return { isReady: true, draft: arrived.draft };
  const fail = async (reason: string): Promise<ReadyMedia> => {
    const moved = await move(publication, (stamp) => refuse(publication, reason, stamp), services);
    return { isReady: false, moved };
  };

  const leftMs = publication.dueAt.getTime() - services.clock.now().getTime();
  if (missing.length > 0 && leftMs > 0) {
    return { isReady: false, moved: { publication, pauseMs: Math.min(LOOK_AGAIN_MS, leftMs) } };
  }
  if (missing.length > 0) return await fail(`not in the media bucket when the post was due: ${missing.join(", ")}`);
  if (unreadable.length > 0) return await fail(`damaged, or no image or video: ${unreadable.join(", ")}`);
  const limits = services.findNetwork(channel.network)?.limits;
  const { draft, pending } = limits
    ? await withCopies(arrived.draft, arrived.late, { limits, catalogue, copies })
    : { draft: arrived.draft, pending: [] };
  // What a copy cannot mend is told at once.
  const problem = publishing.check(draft, channel).find(({ severity = "error" }) => severity === "error");
  if (problem) return await fail(`${problem.problem}: ${problem.remedy}`);
  if (pending.length > 0 && leftMs > -COPY_GRACE_MS)
    return { isReady: false, moved: { publication, pauseMs: COPY_PAUSE_MS } };
  if (pending.length > 0) return await fail(`could not be adapted for ${channel.network}: ${pending.join(", ")}`);
  return { isReady: true, draft };
}
