import { rowOfOccurrence } from "#lib/domain/publishing/calendar/repeat/occurrence-id.ts";
import {
  dueAtMsIn,
  type EarlierEntry,
  earlierRecord,
  entryIn,
  idsIn,
  isSettledIn,
  type NamedRow,
  namedRecord,
  publicationIn,
  rowIn,
  settled,
  standingIn,
} from "./difference-records.ts";
import { type Partition, partitionOf, smallPartitions } from "./partition.ts";
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

/** A partition that is larger is split before it is compared. */
const MOST_BYTES = 2 * 1024 * 1024;

/**
 * Finds what a calendar has asked for earlier and its newest file does not name. Both are split by row over partitions, which
 * are compared one by one, so that memory does not grow with the calendar. All of a long file goes through here, hence plain
 * loops over plain text.
 */
export class Difference {
  readonly #spill: Spill;
  readonly #mostBytes: number;
  /** Partitions of which the file does not name all, or refuses some: few, most of the time. */
  readonly #partial: Partition[] = [];

  /** @param mostBytes of records that are held in memory at once. */
  constructor(spill: Spill, mostBytes = MOST_BYTES) {
    this.#spill = spill;
    this.#mostBytes = mostBytes;
  }

  /** Adds rows of the file. */
  name(rows: readonly NamedRow[]): void {
    for (const row of rows) this.#spill.append(partitionOf(row.rowId).named, namedRecord(row));
  }

  /**
   * Adds what earlier uploads have asked for; the same entry may come twice.
   *
   * @param isSettled by an upload that was imported to its end: people have been told that it is planned.
   */
  remember(entries: readonly ManifestEntry[], isSettled: boolean): void {
    for (const entry of entries) this.#spill.append(partitionOf(rowOf(entry)).earlier, earlierRecord(entry, isSettled));
  }

  /** Once, after all rows and all that was remembered. */
  count(uploadedAt: Date): Missing {
    let [upcoming, missingUpcoming] = [0, 0];
    const isUpcoming = (record: string) => isSettledIn(record) && dueAtMsIn(record) > uploadedAt.getTime();
    for (const partition of smallPartitions(this.#spill, this.#mostBytes)) {
      const { earlier, hasUnnamed } = this.#lookThrough(partition);
      for (const record of earlier.values()) if (isUpcoming(record)) upcoming += 1;
      if (hasUnnamed) {
        this.#partial.push(partition);
        missingUpcoming += this.#goneFrom(partition, uploadedAt).length;
      } else {
        this.#spill.forget(partition.named);
      }
    }
    return { upcoming, missingUpcoming };
  }

  /** What people await and the file does not name any more. */
  #goneFrom(partition: Partition, uploadedAt: Date): readonly EarlierEntry[] {
    // A repeating row that is still there says itself that other times are meant now: that is no sign of a cut file.
    const isMoved = ({ remains }: MissingRow) => remains !== "nothing";
    const { missing } = this.#unnamedIn(partition);
    const gone = missing.flatMap((row) => (isMoved(row) ? row.entries.filter(isWholeRow) : row.entries));
    return gone.filter(({ dueAt, isSettled }) => isSettled && dueAt > uploadedAt);
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
  #lookThrough(partition: Partition): { readonly earlier: ReadonlyMap<string, string>; readonly hasUnnamed: boolean } {
    const earlier = this.#earlierIn(partition);
    const named = new Set<string>();
    for (const record of this.#spill.read(partition.named)) for (const id of idsIn(record)) named.add(id);
    let hasUnnamed = false;
    for (const [publicationId, record] of earlier) {
      if (named.has(publicationId)) continue;
      this.#spill.append(partition.unnamed, record);
      hasUnnamed = true;
    }
    return { earlier, hasUnnamed };
  }

  /** The record of each publication. As text: most of them are only counted. */
  #earlierIn(partition: Partition): ReadonlyMap<string, string> {
    const earlier = new Map<string, string>();
    for (const record of this.#spill.read(partition.earlier)) {
      const publicationId = publicationIn(record);
      const known = earlier.get(publicationId);
      earlier.set(publicationId, known !== undefined && isSettledIn(known) ? settled(record) : record);
    }
    this.#spill.forget(partition.earlier);
    return earlier;
  }

  #unnamedIn(partition: Partition) {
    const unnamed = Array.from(this.#spill.read(partition.unnamed), entryIn);
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
  #standingsOf(rowIds: ReadonlySet<string>, partition: Partition): ReadonlyMap<string, Standing> {
    const standings = new Map<string, Standing>();
    for (const record of this.#spill.read(partition.named)) {
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
