import type { Run } from "#lib/domain/publishing/calendar/turns.ts";
import type { ManifestEntry, ManifestStore } from "./ports.ts";

/** Everything that the given imports of a calendar have asked for; part by part; an entry may come twice. */
export async function* entriesOf(
  calendar: string,
  runs: readonly Run[],
  manifests: Pick<ManifestStore, "readPart">,
): AsyncGenerator<readonly ManifestEntry[]> {
  for (const { runId, parts } of runs) {
    for (let part = 1; part <= parts; part++) yield await manifests.readPart({ calendar, runId, part });
  }
}
