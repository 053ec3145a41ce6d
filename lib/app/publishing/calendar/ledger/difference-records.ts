import type { ManifestEntry } from "./ports.ts";

/** A row of the file, as far as it matters to what earlier uploads have planned. */
export interface NamedRow {
  /** Of a row that repeats, the row itself. */
  readonly rowId: string;
  readonly publicationIds: readonly string[];
  /** Something of it was refused: what an earlier upload has planned of it stays as it is. */
  readonly isRefused: boolean;
  /** Nothing of it was added or changed. */
  readonly isUnchanged: boolean;
}

export interface EarlierEntry extends ManifestEntry {
  /** People have been told that it is planned. */
  readonly isSettled: boolean;
}

/**
 * Both as records of a spill. A row's id is the only part that people write, so it stands at the end, after a tab, and
 * may hold anything: nothing needs to be escaped.
 */
export function namedRecord({ rowId, publicationIds, isRefused, isUnchanged }: NamedRow): string {
  return `${isRefused ? "r" : "-"}${isUnchanged ? "u" : "-"}${publicationIds.join(" ")}\t${rowId}`;
}

export function standingIn(record: string): Pick<NamedRow, "isRefused" | "isUnchanged"> {
  return { isRefused: record.startsWith("r"), isUnchanged: record.charAt(1) === "u" };
}

export function idsIn(record: string): readonly string[] {
  return record.slice(2, record.indexOf("\t")).split(" ");
}

export function rowIn(record: string): string {
  return record.slice(record.indexOf("\t") + 1);
}

export function earlierRecord({ publicationId, rowId, dueAt, isSettled }: EarlierEntry): string {
  return `${isSettled ? "s" : "-"}${dueAt.getTime()} ${publicationId}\t${rowId}`;
}

export function entryIn(record: string): EarlierEntry {
  const blank = record.indexOf(" ");
  const tab = record.indexOf("\t", blank);
  return {
    publicationId: record.slice(blank + 1, tab),
    rowId: record.slice(tab + 1),
    dueAt: new Date(Number(record.slice(1, blank))),
    isSettled: record.startsWith("s"),
  };
}
