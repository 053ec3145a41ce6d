import type { Draft, DraftMedia } from "#lib/domain/publishing/draft.ts";
import type { MediaCatalogue } from "../calendar/ports.ts";

/** A draft, with what is known now of the files that its calendar had to wait for. */
export interface ArrivedMedia {
  readonly draft: Draft;
  /** Those that came. */
  readonly late: ReadonlySet<string>;
  /** Those that are still not there. */
  readonly missing: readonly string[];
  /** Those that are there and of no use. */
  readonly unreadable: readonly string[];
}

/** Looks for the files that were not there when the calendar was read. Asks for no others. */
export async function arrivedMedia(draft: Draft, catalogue: MediaCatalogue): Promise<ArrivedMedia> {
  if (!draft.media.some(({ isAwaited }) => isAwaited)) return { draft, late: new Set(), missing: [], unreadable: [] };
  const files = await Promise.all(draft.media.map((media) => arrived(media, catalogue)));
  return {
    draft: { ...draft, media: files.map(({ media }) => media) },
    late: new Set(files.flatMap(({ media, isLate }) => (isLate ? media.name : []))),
    missing: files.flatMap(({ media }) => (media.isAwaited ? media.name : [])),
    unreadable: files.flatMap(({ media, isUnreadable }) => (isUnreadable ? media.name : [])),
  };
}

interface LookedFor {
  readonly media: DraftMedia;
  readonly isLate?: boolean;
  readonly isUnreadable?: boolean;
}

async function arrived(media: DraftMedia, catalogue: MediaCatalogue): Promise<LookedFor> {
  if (!media.isAwaited) return { media };
  const looked = await catalogue.lookUp(media.name);
  if (!looked.found) return { media };
  const { isAwaited: _, ...known } = { ...media, name: looked.name ?? media.name, sizeBytes: looked.sizeBytes };
  if (!looked.probe) return { media: known, isLate: true };
  return looked.probe.isReadable
    ? { media: { ...known, ...looked.probe.facts }, isLate: true }
    : { media: known, isUnreadable: true };
}
