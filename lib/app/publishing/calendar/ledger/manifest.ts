import type { Run } from "#lib/domain/publishing/calendar/turns.ts";
import { readAhead } from "../read-ahead.ts";
import type { ManifestEntry, ManifestStore } from "./ports.ts";

/** A part of what an earlier import has asked for. */
export interface EarlierPart {
  readonly entries: readonly ManifestEntry[];
  /** By an upload that was imported to its end: people have been told that it is planned. */
  readonly isSettled: boolean;
}

/** Parts that are read at the same time: enough to compare without waiting, few enough to hold in memory. */
const LANES = 8;

/** Everything that the given imports of a calendar have asked for, part by part; an entry may come twice. */
export async function* earlierParts(
  calendar: string,
  runs: readonly Run[],
  manifests: Pick<ManifestStore, "readPart">,
): AsyncGenerator<EarlierPart> {
  yield* readAhead(partsOf(runs), LANES, async ({ runId, part, isSettled }) => {
    return { entries: await manifests.readPart({ calendar, runId, part }), isSettled };
  });
}

/** The names of all parts that imports have written, and whether they were finished. */
export function* partsOf(runs: readonly Run[]) {
  for (const { runId, parts, isFinished: isSettled } of runs) {
    for (let part = 1; part <= parts; part++) yield { runId, part, isSettled };
  }
}
