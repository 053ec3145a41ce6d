import type { Publication } from "./publication.ts";
import { isTooLate } from "./sending-time.ts";

/** After its post was due: by then it has mostly been published, and has woken what follows. */
const FIRST_LOOK_MS = 30_000;

/** Its post wakes it when it is out; should that word be lost, it looks by itself after this. */
const LOOK_AGAIN_MS = 60_000;

/** A person decides about its post: that may take days. */
const LOOK_AGAIN_IN_REVIEW_MS = 60 * 60_000;

/** When somebody is woken for it first. */
export function firstStepAt({ dueAt, followUp }: Pick<Publication, "dueAt" | "followUp">): Date {
  return followUp ? new Date(dueAt.getTime() + FIRST_LOOK_MS) : dueAt;
}

export type Following =
  /** Its post is out: it may go. */
  | { readonly do: "follow"; readonly parentRemoteId: string; readonly since: Date }
  /** Its post will never be there. */
  | { readonly do: "cancel"; readonly reason: string }
  | { readonly do: "wait"; readonly until: Date };

/** Whether a follow-up may go out, by what has become of its post (or of the part before it). */
export function followingOf(followUp: Publication, parent: Publication | undefined, now: Date): Following {
  const waitFor = (ms: number) => ({ do: "wait" as const, until: new Date(now.getTime() + ms) });
  switch (parent?.state) {
    case "published": {
      const { remoteId, publishedAt = now } = parent;
      if (remoteId !== undefined) return { do: "follow", parentRemoteId: remoteId, since: publishedAt };
      return { do: "cancel", reason: "the post is out, but nobody said under which id" };
    }
    // The import that stores both has not come to its end.
    case undefined:
      return isTooLate(followUp, now) ? { do: "cancel", reason: "its post is not there" } : waitFor(LOOK_AGAIN_MS);
    case "failed":
    case "cancelled":
    case "missed":
      return { do: "cancel", reason: `the post that it follows is ${parent.state}` };
    case "review":
      return waitFor(LOOK_AGAIN_IN_REVIEW_MS);
    case "planned":
    case "staged":
    case "sending":
    case "uncertain": {
      const { nextStepAt = now } = parent;
      return waitFor(Math.max(0, nextStepAt.getTime() - now.getTime()) + LOOK_AGAIN_MS);
    }
  }
}
