import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { MediaCatalogue } from "#lib/app/publishing/calendar/ports.ts";

/** A folder of this machine in place of the media bucket. */
export function mediaFolder(folder: string): MediaCatalogue {
  return {
    lookUp: async (name) => {
      const found = statSync(join(folder, name), { throwIfNoEntry: false });
      if (found?.isFile()) return { found: true, sizeBytes: found.size };
      const similar = filesIn(folder).find((each) => each.toLowerCase() === name.toLowerCase());
      return { found: false, similar };
    },
  };
}

function filesIn(folder: string): readonly string[] {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : [];
}
