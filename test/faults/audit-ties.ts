import { isOver, type Publication } from "#lib/domain/publishing/publication.ts";
import type { Found } from "./auditor.ts";
import type { LivePost } from "./followers.ts";
import type { World } from "./world.ts";

/** Within this of its post a follow-up is there, when nothing goes wrong. */
const AT_ONCE_MS = 5_000;

/** Judges what goes out below a post: after that and below that, and not left out when that is there. */
export function judgeTies(publication: Publication, posts: readonly LivePost[], world: World): Found[] {
  const { followUp, state, history } = publication;
  if (!followUp) return [];
  const above = world.followers.of(followUp.parentId);
  const early = posts.filter((post) => !above.some(({ remoteId, at }) => remoteId === post.below && at <= post.at));
  const found: Found[] = early.map(() => ({ kind: "before-parent", detail: "what it follows was not there" }));
  const isLeftOut = state === "cancelled" && history.at(-1)?.by === "publisher";
  if (isLeftOut && world.table.one(followUp.parentId)?.state === "published") {
    found.push({ kind: "lost", detail: "it was cancelled, although what it follows is there" });
  }
  return found;
}

/** Whether it is below its post as soon as anybody could wish. */
export function followsAtOnce({ followUp }: Publication, [post]: readonly LivePost[], { followers }: World): boolean {
  const [above] = followers.of(followUp?.parentId ?? "");
  return post !== undefined && above !== undefined && post.at - above.at <= AT_ONCE_MS;
}

/** It is over, or a person was asked about it, or about what it follows, and may never answer. */
export function isAtRest({ publicationId, state, followUp }: Publication, world: World): boolean {
  if (isOver(state)) return true;
  if (state === "review") return world.operator.hasLookedAt(publicationId);
  const above = followUp && world.table.one(followUp.parentId);
  return above !== undefined && !isOver(above.state) && isAtRest(above, world);
}
