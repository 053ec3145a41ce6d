import type { MediaCatalogue } from "#lib/app/publishing/calendar/ports.ts";
import { fetchedKey } from "#lib/app/publishing/media/fetching-catalogue.ts";

/** Takes every file for one that is there and of a permitted size. */
export const anyMedia: MediaCatalogue = { lookUp: async () => ({ found: true, sizeBytes: 1 }) };

/** What the media bucket has is taken as it is, so that a comparison is fair; the rest is taken for something that comes. */
export function knownMedia(catalogue: MediaCatalogue): MediaCatalogue {
  return {
    async lookUp(name, from) {
      const named = await catalogue.lookUp(name);
      if (named.found || !from) return named.found ? named : anyMedia.lookUp(name);
      const fetched = await catalogue.lookUp(fetchedKey(name, from));
      return fetched.found ? fetched : anyMedia.lookUp(name);
    },
  };
}
