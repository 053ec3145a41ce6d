import type { MediaLookup } from "#lib/domain/publishing/calendar/media.ts";
import type { MediaCatalogue } from "./ports.ts";

const REMEMBERED = 10_000;

/** Asks for each file once while one calendar is read: a logo may stand in every row. */
export function rememberedMedia(catalogue: MediaCatalogue): MediaCatalogue {
  const lookups = new Map<string, Promise<MediaLookup>>();
  return {
    lookUp(name) {
      const known = lookups.get(name);
      if (known !== undefined) return known;
      if (lookups.size >= REMEMBERED) lookups.clear();
      const lookup = catalogue.lookUp(name);
      lookups.set(name, lookup);
      return lookup;
    },
  };
}
