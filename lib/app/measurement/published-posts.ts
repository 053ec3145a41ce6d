import type { PublicationArchive } from "#lib/app/publishing/ports.ts";
import { dayOf, plusDays } from "#lib/domain/measurement/snapshot.ts";

/** A post that is on its network. */
export interface PublishedPost {
  readonly publicationId: string;
  readonly channelId: string;
  readonly remoteId: string;
  readonly dueAt: Date;
}

/** Published posts that were due on the days from `from` to `to` (UTC, both included), page by page, latest day first. */
export async function* publishedPosts(
  { from, to }: { readonly from: Date; readonly to: Date },
  archive: PublicationArchive,
): AsyncIterable<readonly PublishedPost[]> {
  for (let day = to; dayOf(day) >= dayOf(from); day = plusDays(day, -1)) {
    for await (const page of archive.over(day)) {
      yield page.flatMap(({ state, remoteId, ...post }) =>
        state === "published" && remoteId !== undefined ? [{ ...post, remoteId }] : [],
      );
    }
  }
}
