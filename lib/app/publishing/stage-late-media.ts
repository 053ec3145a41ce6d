import type { Draft } from "#lib/domain/publishing/draft.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { refuse } from "#lib/domain/publishing/transitions/staging.ts";
import { arrivedMedia } from "./media/arrived-media.ts";
import type { PublishingDesk } from "./publish-services.ts";
import { type Moved, move } from "./step.ts";

/** How long a post that waits for a file is left alone before somebody looks again. */
const LOOK_AGAIN_MS = 2 * 60_000;

export type ReadyMedia =
  | { readonly isReady: true; readonly draft: Draft }
  /** Nothing can be staged now: that much was done about it. */
  | { readonly isReady: false; readonly moved: Moved };

/**
 * The draft with all its files. One that its calendar had to wait for is looked into only now; until the due instant it
 * may still come, then the post fails.
 */
export async function readyMedia(publication: Publication, desk: PublishingDesk): Promise<ReadyMedia> {
  const { services, publishing, channel } = desk;
  const { draft, missing, unreadable } = await arrivedMedia(publication.draft, services.mediaCatalogue);
  if (draft === publication.draft) return { isReady: true, draft };
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
  const problem = publishing.check(draft, channel).find(({ severity = "error" }) => severity === "error");
  if (problem) return await fail(`${problem.problem}: ${problem.remedy}`);
  return { isReady: true, draft };
}
