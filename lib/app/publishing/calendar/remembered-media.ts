import type { MediaLookup } from "#lib/domain/publishing/calendar/media.ts";
import { keyOfMedia } from "#lib/domain/publishing/calendar/media-references.ts";
import type { MediaCatalogue } from "./ports.ts";

const REMEMBERED = 10_000;

/** Asks for each file once while one calendar is read: a logo may stand in every row. */
export function rememberedMedia(catalogue: MediaCatalogue): MediaCatalogue {
  const lookups = new Map<string, Promise<MediaLookup>>();
  return {
    lookUp(name, from) {
      const key = keyOfMedia({ name, address: from?.address });
      const known = lookups.get(key);
      if (known !== undefined) return known;
      if (lookups.size >= REMEMBERED) lookups.clear();
      const lookup = catalogue.lookUp(name, from);
      lookups.set(key, lookup);
      return lookup;
    },
  };
}
