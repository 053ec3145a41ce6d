import type { Run } from "#lib/domain/publishing/calendar/turns.ts";
import type { ManifestEntry, ManifestStore } from "./ports.ts";

/** A part of what an earlier import has asked for. */
export interface EarlierPart {
  readonly entries: readonly ManifestEntry[];
  /** By an upload that was imported to its end: people have been told that it is planned. */
  readonly isSettled: boolean;
}

/** Everything that the given imports of a calendar have asked for, part by part; an entry may come twice. */
export async function* earlierParts(
  calendar: string,
  runs: readonly Run[],
  manifests: Pick<ManifestStore, "readPart">,
): AsyncGenerator<EarlierPart> {
  for (const { runId, parts, isFinished } of runs) {
    for (let part = 1; part <= parts; part++) {
      yield { entries: await manifests.readPart({ calendar, runId, part }), isSettled: isFinished };
    }
  }
}
