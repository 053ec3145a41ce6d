import { hash } from "node:crypto";
import { rowOfOccurrence } from "#lib/domain/publishing/calendar/repeat/occurrence-id.ts";
import type { ManifestEntry, Spill } from "./ports.ts";

/** A row of the file, as far as it matters to what earlier uploads have planned. */
export interface NamedRow {
  readonly rowId: string;
  readonly publicationIds: readonly string[];
  /** Something of it was refused: what an earlier upload has planned of it stays as it is. */
  readonly isRefused: boolean;
  /** Nothing of it was added or changed. */
  readonly isUnchanged: boolean;
}

/** How much of what was still to come when the file was uploaded it does not name any more. */
export interface Missing {
  readonly upcoming: number;
  readonly missingUpcoming: number;
}

export interface EarlierEntry extends ManifestEntry {
  /** People have been told that it is planned. */
  readonly isSettled: boolean;
}

/** What the file does not name any more of one row of earlier uploads. */
export interface MissingRow {
  readonly entries: readonly EarlierEntry[];
  /** What the file has of the row: nothing, or all but a channel. */
  readonly remains: "nothing" | "unchanged row" | "changed row";
}

/** What is read at once is a partition: with 64 of them, ten million rows are read in pieces of 20 MB. */
const PARTITIONS = 64;

/**
 * Finds what a calendar has asked for earlier and its newest file does not name. Both are split by row over files and
 * compared partition by partition, so that memory does not grow with the calendar.
 */
export class Difference {
  readonly #spill: Spill;
  /** Partitions of which the file names all: most, most of the time. */
  readonly #whole = new Set<number>();

  constructor(spill: Spill) {
    this.#spill = spill;
  }

  /** Adds rows of the file. */
  name(rows: readonly NamedRow[]): void {
    this.#split("named", rows, ({ rowId, publicationIds, isRefused, isUnchanged }) =>
      JSON.stringify([rowId, publicationIds, isRefused, isUnchanged] satisfies NamedLine),
    );
  }

  /**
   * Adds what earlier uploads have asked for; the same entry may come twice.
   *
   * @param isSettled by an upload that was imported to its end: people have been told that it is planned.
   */
  remember(entries: readonly ManifestEntry[], isSettled: boolean): void {
    this.#split("earlier", entries, (entry) => toLine({ ...entry, isSettled }));
  }

  count(uploadedAt: Date): Missing {
    let [upcoming, missingUpcoming] = [0, 0];
    const isUpcoming = ({ dueAt, isSettled }: EarlierEntry) => isSettled && dueAt > uploadedAt;
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const { earlier, missing, refused } = this.#compare(partition);
      if (missing.length + refused.length === 0) this.#whole.add(partition);
      // A repeating row that is still there says itself that other times are meant now: that is no sign of a cut file.
      const isMoved = ({ remains }: MissingRow) => remains !== "nothing";
      const gone = missing.flatMap((row) => (isMoved(row) ? row.entries.filter(isWholeRow) : row.entries));
      upcoming += earlier.filter(isUpcoming).length;
      missingUpcoming += gone.filter(isUpcoming).length;
    }
    return { upcoming, missingUpcoming };
  }

  /** After `count`: what the file does not name any more, partition by partition. */
  *missing(): Generator<readonly MissingRow[]> {
    for (const partition of this.#partial()) yield this.#compare(partition).missing;
  }

  /** After `count`: what the file names but refuses, partition by partition. */
  *refused(): Generator<readonly ManifestEntry[]> {
    for (const partition of this.#partial()) yield this.#compare(partition).refused;
  }

  *#partial(): Generator<number> {
    for (let partition = 0; partition < PARTITIONS; partition++) if (!this.#whole.has(partition)) yield partition;
  }

  #compare(partition: number) {
    const named = this.#namedIn(partition);
    const earlier = [...this.#earlierIn(partition).values()];
    const unnamed = earlier.filter((entry) => !named.get(rowOf(entry))?.publicationIds.has(entry.publicationId));
    const { missing = [], refused = [] } = Object.groupBy(unnamed, (entry) =>
      named.get(rowOf(entry))?.isRefused ? "refused" : "missing",
    );
    const rows = Map.groupBy(missing, rowOf);
    return {
      earlier,
      refused,
      missing: [...rows].map(([rowId, entries]) => ({ entries, remains: remainsOf(named.get(rowId)) })),
    };
  }

  #earlierIn(partition: number): ReadonlyMap<string, EarlierEntry> {
    const entries = this.#spill.read(`earlier-${partition}`).map(fromLine);
    const known = new Map<string, EarlierEntry>();
    for (const entry of entries) {
      const isSettled = entry.isSettled || (known.get(entry.publicationId)?.isSettled ?? false);
      known.set(entry.publicationId, { ...entry, isSettled });
    }
    return known;
  }

  #namedIn(partition: number): ReadonlyMap<string, Named> {
    const named = new Map<string, Named>();
    for (const line of this.#spill.read(`named-${partition}`)) {
      const [rowId, ids, isRefused, isUnchanged]: NamedLine = JSON.parse(line);
      const other = named.get(rowId);
      named.set(rowId, {
        publicationIds: new Set([...(other?.publicationIds ?? []), ...ids]),
        isRefused: isRefused || (other?.isRefused ?? false),
        isUnchanged: isUnchanged && (other?.isUnchanged ?? true),
      });
    }
    return named;
  }

  #split<Item extends { readonly rowId: string }>(
    file: string,
    items: readonly Item[],
    line: (item: Item) => string,
  ): void {
    const parts = Map.groupBy(items, (item) => partitionOf(rowOf(item)));
    for (const [partition, group] of parts) this.#spill.append(`${file}-${partition}`, group.map(line));
  }
}

interface Named {
  readonly publicationIds: ReadonlySet<string>;
  readonly isRefused: boolean;
  readonly isUnchanged: boolean;
}

function remainsOf(row: Named | undefined): MissingRow["remains"] {
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

function partitionOf(rowId: string): number {
  return hash("md5", rowId, "buffer").readUInt8(0) % PARTITIONS;
}

type NamedLine = readonly [rowId: string, publicationIds: readonly string[], isRefused: boolean, isUnchanged: boolean];

type Line = readonly [publicationId: string, rowId: string, dueAt: number, isSettled: boolean];

function toLine({ publicationId, rowId, dueAt, isSettled }: EarlierEntry): string {
  return JSON.stringify([publicationId, rowId, dueAt.getTime(), isSettled] satisfies Line);
}

function fromLine(line: string): EarlierEntry {
  const [publicationId, rowId, dueAt, isSettled]: Line = JSON.parse(line);
  return { publicationId, rowId, dueAt: new Date(dueAt), isSettled };
}
