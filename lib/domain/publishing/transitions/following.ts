import type { Publication } from "../publication.ts";
import { beforeSending, type PublicationTransition, type Stamp, write } from "./transition.ts";

/** Its post is out: from now on it goes its own way, due since its post was published. */
export function follow(
  publication: Publication,
  { parentRemoteId, since }: { readonly parentRemoteId: string; readonly since: Date },
  stamp: Stamp,
): PublicationTransition {
  return {
    guard: beforeSending(publication),
    set: { parentRemoteId, followsSince: since, nextStepAt: stamp.now },
    ...write("follows", stamp, parentRemoteId),
  };
}

/** Its post is not out yet: the due index wakes somebody to look again. */
export function awaitParent(publication: Publication, until: Date, stamp: Stamp): PublicationTransition {
  return {
    guard: beforeSending(publication),
    set: { nextStepAt: until },
    ...write("waits for its post", stamp),
  };
}
