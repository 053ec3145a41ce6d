import type { Publication } from "#lib/domain/publishing/publication.ts";
import type { MissingRow } from "./ledger/difference.ts";
import type { ManifestEntry } from "./ledger/ports.ts";
import type { CancelResult } from "./ports.ts";

/** What was cancelled of one row of earlier uploads. */
export interface CancelledRow {
  readonly remains: MissingRow["remains"];
  readonly posts: readonly [Publication, ...Publication[]];
}

export interface CancelStep {
  /** Takes publications back, or only says what that would do. */
  readonly cancel: (publicationIds: readonly string[]) => Promise<readonly CancelResult[]>;
  /** Is handed what cannot be taken back now, and may still be waiting at the next upload. */
  readonly keep: (entries: readonly ManifestEntry[]) => Promise<void>;
}

/** Rows that are looked at together. */
const BATCH = 250;

/** Cancels what a file does not name any more, and tells it row by row. */
export async function* cancelMissing(
  missing: Iterable<readonly MissingRow[]>,
  { cancel, keep }: CancelStep,
): AsyncGenerator<CancelledRow> {
  for (const rows of missing) {
    for (let start = 0; start < rows.length; start += BATCH) {
      const batch = rows.slice(start, start + BATCH);
      const entries = batch.flatMap((row) => row.entries);
      const results = await cancel(entries.map(({ publicationId }) => publicationId));
      const resultOf = new Map(results.map((result) => [result.publication.publicationId, result]));
      await keep(entries.filter(({ publicationId }) => resultOf.get(publicationId)?.outcome === "in-doubt"));
      for (const { remains, entries } of batch) {
        const [first, ...others] = entries.flatMap(({ publicationId }) => cancelled(resultOf.get(publicationId)));
        if (first) yield { remains, posts: [first, ...others] };
      }
    }
  }
}

function cancelled(result: CancelResult | undefined): readonly Publication[] {
  return result?.outcome === "cancelled" ? [result.publication] : [];
}
