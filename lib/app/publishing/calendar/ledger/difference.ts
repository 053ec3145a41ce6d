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

/** What is read at once is a partition: with 256 of them, ten million rows are read in pieces of 5 MB. */
const PARTITIONS = 256;

/** The files of a spill, one for each partition. */
const FILES = Array.from({ length: PARTITIONS }, (_, partition) => ({
  named: `named-${partition}`,
  earlier: `earlier-${partition}`,
  unnamed: `unnamed-${partition}`,
}));

/**
 * Finds what a calendar has asked for earlier and its newest file does not name. Both are split by row over files and
 * compared partition by partition, so that memory does not grow with the calendar. All of a long file goes
 * through here, hence plain loops over plain text.
 */
export class Difference {
  readonly #spill: Spill;
  /** Partitions of which the file does not name all, or refuses some: few, most of the time. */
  readonly #partial: Files[] = [];

  constructor(spill: Spill) {
    this.#spill = spill;
  }

  /** Adds rows of the file. */
  name(rows: readonly NamedRow[]): void {
    for (const row of rows) this.#spill.append(filesOf(row.rowId).named, namedRecord(row));
  }

  /**
   * Adds what earlier uploads have asked for; the same entry may come twice.
   *
   * @param isSettled by an upload that was imported to its end: people have been told that it is planned.
   */
  remember(entries: readonly ManifestEntry[], isSettled: boolean): void {
    for (const entry of entries) this.#spill.append(filesOf(rowOf(entry)).earlier, earlierRecord(entry, isSettled));
  }

  /** Once, after all rows and all that was remembered. */
  count(uploadedAt: Date): Missing {
    let [upcoming, missingUpcoming] = [0, 0];
    const isUpcoming = (record: string) => isSettledIn(record) && dueAtMsIn(record) > uploadedAt.getTime();
    for (const files of FILES) {
      const { earlier, hasUnnamed } = this.#lookThrough(files);
      for (const record of earlier.values()) if (isUpcoming(record)) upcoming += 1;
      if (!hasUnnamed) continue;
      this.#partial.push(files);
      // A repeating row that is still there says itself that other times are meant now: that is no sign of a cut file.
      const isMoved = ({ remains }: MissingRow) => remains !== "nothing";
      const { missing } = this.#unnamedIn(files);
      const gone = missing.flatMap((row) => (isMoved(row) ? row.entries.filter(isWholeRow) : row.entries));
      missingUpcoming += gone.filter(({ dueAt, isSettled }) => isSettled && dueAt > uploadedAt).length;
    }
    return { upcoming, missingUpcoming };
  }

  /** After `count`: what the file does not name any more, partition by partition. */
  *missing(): Generator<readonly MissingRow[]> {
    for (const files of this.#partial) yield this.#unnamedIn(files).missing;
  }

  /** After `count`: what the file names but refuses, partition by partition. */
  *refused(): Generator<readonly ManifestEntry[]> {
    for (const files of this.#partial) yield this.#unnamedIn(files).refused;
  }

  /** Notes what earlier uploads have asked for and no row of the file asks for. */
  #lookThrough(files: Files): { readonly earlier: ReadonlyMap<string, string>; readonly hasUnnamed: boolean } {
    const earlier = this.#earlierIn(files);
    const named = new Set<string>();
    for (const record of this.#spill.read(files.named)) for (const id of idsIn(record)) named.add(id);
    let hasUnnamed = false;
    for (const [publicationId, record] of earlier) {
      if (named.has(publicationId)) continue;
      this.#spill.append(files.unnamed, record);
      hasUnnamed = true;
    }
    return { earlier, hasUnnamed };
  }

  /** The record of each publication. As text: most of them are only counted. */
  #earlierIn(files: Files): ReadonlyMap<string, string> {
    const earlier = new Map<string, string>();
    for (const record of this.#spill.read(files.earlier)) {
      const publicationId = publicationIn(record);
      const known = earlier.get(publicationId);
      earlier.set(publicationId, known !== undefined && isSettledIn(known) ? settled(record) : record);
    }
    return earlier;
  }

  #unnamedIn(files: Files) {
    const unnamed = this.#spill.read(files.unnamed).map(entryIn);
    const standings = this.#standingsOf(new Set(unnamed.map(rowOf)), files);
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
  #standingsOf(rowIds: ReadonlySet<string>, files: Files): ReadonlyMap<string, Standing> {
    const standings = new Map<string, Standing>();
    for (const record of this.#spill.read(files.named)) {
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

type Files = (typeof FILES)[number];

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
function filesOf(rowId: string): Files {
  let hash = 0x811c9dc5 | 0;
  for (let at = 0; at < rowId.length; at++) hash = Math.imul(hash ^ rowId.charCodeAt(at), 0x01000193);
  const files = FILES[(hash ^ (hash >>> 16)) & (PARTITIONS - 1)];
  if (!files) throw new RangeError("a partition has no files");
  return files;
}
