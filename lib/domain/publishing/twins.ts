import type { Publication } from "./publication.ts";

/** A post, as far as followers can tell it from another one. */
export type Post = Pick<Publication, "publicationId" | "channelId" | "dueAt" | "draft">;

/** Whether followers of a channel would see the same thing twice at the same time. */
export function areTwins(one: Post, other: Post): boolean {
  return one.channelId === other.channelId && one.dueAt.getTime() === other.dueAt.getTime() && showTheSame(one, other);
}

/** Whether followers would read and see the same, whenever and wherever that is. */
export function showTheSame(one: Content, other: Content): boolean {
  return shownText(one) === shownText(other) && shownMedia(one) === shownMedia(other);
}

type Content = Pick<Post, "publicationId" | "draft">;

/** Links are tagged with the publication that they stand in; nobody sees that. */
function shownText({ draft, publicationId }: Content): string {
  return JSON.stringify([draft.text, draft.link ?? ""]).replaceAll(publicationId, "");
}

function shownMedia({ draft }: Content): string {
  return draft.media.map(({ name }) => name).join("\n");
}

/** It goes out, or has gone out, unless something happens. */
export function isAlive({ state }: Pick<Publication, "state">): boolean {
  return state !== "cancelled" && state !== "failed" && state !== "missed";
}
