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

export function earlierRecord({ publicationId, rowId, dueAt }: ManifestEntry, isSettled: boolean): string {
  return `${isSettled ? "s" : "-"}${dueAt.getTime()} ${publicationId}\t${rowId}`;
}

/** The record, of something that people have been told of. */
export function settled(record: string): string {
  return `s${record.slice(1)}`;
}

export function isSettledIn(record: string): boolean {
  return record.startsWith("s");
}

export function dueAtMsIn(record: string): number {
  return Number(record.slice(1, record.indexOf(" ")));
}

export function publicationIn(record: string): string {
  const blank = record.indexOf(" ");
  return record.slice(blank + 1, record.indexOf("\t", blank));
}

export function entryIn(record: string): EarlierEntry {
  return {
    publicationId: publicationIn(record),
    rowId: rowIn(record),
    dueAt: new Date(dueAtMsIn(record)),
    isSettled: isSettledIn(record),
  };
}
