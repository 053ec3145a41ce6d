import type { Publication } from "#lib/domain/publishing/publication.ts";
import type { FollowUps, Publishing } from "#lib/networks/network.ts";
import type { PublishingDesk } from "./publish-services.ts";

/** A follow-up is published by the same protocol as its post; only what is said to the network goes below that post. */
export function deskOf({ followUp, parentRemoteId = "" }: Publication, desk: PublishingDesk): PublishingDesk {
  if (!followUp) return desk;
  const { followUps = NONE } = desk.publishing;
  const known = followUps.kinds.includes(followUp.kind) ? followUps : NONE;
  return { ...desk, publishing: below(parentRemoteId, known, desk.publishing) };
}

function below(parentRemoteId: string, followUps: FollowUps, { origin }: Publishing): Publishing {
  const { settleMs, honoursCommitKey } = followUps;
  return {
    check: () => [],
    needsStaging: () => false,
    stage: async () => ({ status: "staged", progress: {} }),
    origin,
    commit: (draft, _progress, commitKey, context) => followUps.commit(draft, parentRemoteId, commitKey, context),
    find: (sought, context) => followUps.find(sought, parentRemoteId, context),
    settleMs,
    honoursCommitKey,
  };
}

/** The network had it when the calendar was read, and has it no more. */
const NONE: FollowUps = {
  kinds: [],
  check: () => [],
  commit: async () => ({ outcome: "rejected", reason: "this network takes nothing below a post" }),
  find: async () => ({ found: false, because: "cannot-know", reason: "this network takes nothing below a post" }),
  settleMs: 0,
  honoursCommitKey: false,
};
