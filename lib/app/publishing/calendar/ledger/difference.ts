import { rowOfOccurrence } from "#lib/domain/publishing/calendar/repeat/occurrence-id.ts";
import {
  type EarlierEntry,
  earlierRecord,
  entryIn,
  idsIn,
  type NamedRow,
  namedRecord,
  rowIn,
  standingIn,
} from "./difference-records.ts";
import type { ManifestEntry, Spill } from "./ports.ts";

/** How much of what was still to come when the file was uploaded it does not name any more. */
export interface Missing {
  readonly upcoming: number;
  readonly missingUpcoming: number;
}

/** What the file does not name any more of one row of earlier uploads. */
export interface MissingRow {
  readonly entries: readonly EarlierEntry[];
  /** What the file has of the row: nothing, or all but a channel. */
  readonly remains: "nothing" | "unchanged row" | "changed row";
}

/** What is read at once is a partition: with 128 of them, ten million rows are read in pieces of 10 MB. */
const PARTITIONS = 128;

/**
 * Finds what a calendar has asked for earlier and its newest file does not name. Both are split by row over files and
 * compared partition by partition, so that memory does not grow with the calendar. All of a long file goes
 * through here, hence plain loops over plain text.
 */
export class Difference {
  readonly #spill: Spill;
  /** Partitions of which the file does not name all, or refuses some: few, most of the time. */
  readonly #partial: number[] = [];

  constructor(spill: Spill) {
    this.#spill = spill;
  }

  /** Adds rows of the file. */
  name(rows: readonly NamedRow[]): void {
    for (const row of rows) this.#spill.append(`named-${partitionOf(row.rowId)}`, namedRecord(row));
  }

  /**
   * Adds what earlier uploads have asked for; the same entry may come twice.
   *
   * @param isSettled by an upload that was imported to its end: people have been told that it is planned.
   */
  remember(entries: readonly ManifestEntry[], isSettled: boolean): void {
    for (const entry of entries)
      this.#spill.append(`earlier-${partitionOf(rowOf(entry))}`, earlierRecord({ ...entry, isSettled }));
  }

  /** Once, after all rows and all that was remembered. */
  count(uploadedAt: Date): Missing {
    let [upcoming, missingUpcoming] = [0, 0];
    const isUpcoming = ({ dueAt, isSettled }: EarlierEntry) => isSettled && dueAt > uploadedAt;
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const { earlier, hasUnnamed } = this.#lookThrough(partition);
      for (const entry of earlier) if (isUpcoming(entry)) upcoming += 1;
      if (!hasUnnamed) continue;
      this.#partial.push(partition);
      // A repeating row that is still there says itself that other times are meant now: that is no sign of a cut file.
      const isMoved = ({ remains }: MissingRow) => remains !== "nothing";
      const { missing } = this.#unnamedIn(partition);
      const gone = missing.flatMap((row) => (isMoved(row) ? row.entries.filter(isWholeRow) : row.entries));
      missingUpcoming += gone.filter(isUpcoming).length;
    }
    return { upcoming, missingUpcoming };
  }

  /** After `count`: what the file does not name any more, partition by partition. */
  *missing(): Generator<readonly MissingRow[]> {
    for (const partition of this.#partial) yield this.#unnamedIn(partition).missing;
  }

  /** After `count`: what the file names but refuses, partition by partition. */
  *refused(): Generator<readonly ManifestEntry[]> {
    for (const partition of this.#partial) yield this.#unnamedIn(partition).refused;
  }

  /** Notes what earlier uploads have asked for and no row of the file asks for. */
  #lookThrough(partition: number): { readonly earlier: Iterable<EarlierEntry>; readonly hasUnnamed: boolean } {
    const named = new Set<string>();
    for (const record of this.#spill.read(`named-${partition}`)) for (const id of idsIn(record)) named.add(id);
    const earlier = new Map<string, EarlierEntry>();
    const unnamed = new Set<string>();
    for (const record of this.#spill.read(`earlier-${partition}`)) {
      const entry = entryIn(record);
      const { publicationId } = entry;
      earlier.set(publicationId, earlier.get(publicationId)?.isSettled ? { ...entry, isSettled: true } : entry);
      if (!named.has(publicationId)) unnamed.add(publicationId);
    }
    for (const id of unnamed) {
      const entry = earlier.get(id);
      if (entry) this.#spill.append(`unnamed-${partition}`, earlierRecord(entry));
    }
    return { earlier: earlier.values(), hasUnnamed: unnamed.size > 0 };
  }

  #unnamedIn(partition: number) {
    const unnamed = this.#spill.read(`unnamed-${partition}`).map(entryIn);
    const standings = this.#standingsOf(new Set(unnamed.map(rowOf)), partition);
    const { missing = [], refused = [] } = Object.groupBy(unnamed, (entry) =>
      standings.get(rowOf(entry))?.isRefused ? "refused" : "missing",
    );
    const rows = Map.groupBy(missing, rowOf);
    return {
      refused,
      missing: [...rows].map(([rowId, entries]) => ({ entries, remains: remainsOf(standings.get(rowId)) })),
    };
  }

  /** What the file has of the given rows; several lines may speak of one. */
  #standingsOf(rowIds: ReadonlySet<string>, partition: number): ReadonlyMap<string, Standing> {
    const standings = new Map<string, Standing>();
    for (const record of this.#spill.read(`named-${partition}`)) {
      const rowId = rowIn(record);
      if (!rowIds.has(rowId)) continue;
      const { isRefused, isUnchanged } = standingIn(record);
      const other = standings.get(rowId);
      standings.set(rowId, {
        isRefused: isRefused || (other?.isRefused ?? false),
        isUnchanged: isUnchanged && (other?.isUnchanged ?? true),
      });
    }
    return standings;
  }
}

type Standing = Pick<NamedRow, "isRefused" | "isUnchanged">;

function remainsOf(row: Standing | undefined): MissingRow["remains"] {
  if (!row) return "nothing";
  return row.isUnchanged ? "unchanged row" : "changed row";
}

function isWholeRow(entry: ManifestEntry): boolean {
  return rowOf(entry) === entry.rowId;
}

/** The occurrences of a repeating row are one row. */
function rowOf({ rowId }: { readonly rowId: string }): string {
  return rowOfOccurrence(rowId);
}

/** FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/): it only has to spread, and is short of a cryptographic hash's time. */
function partitionOf(rowId: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < rowId.length; at++) hash = Math.imul(hash ^ rowId.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 16)) & (PARTITIONS - 1);
}
