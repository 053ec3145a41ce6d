import type { CalendarRecord } from "#lib/domain/publishing/calendar/turns.ts";

/** What is kept of each calendar, one small item. */
export interface CalendarRecords {
  read(calendar: string): Promise<StoredRecord>;
  /** Resolves to false when somebody else has written since it was read. */
  write(calendar: string, record: CalendarRecord, read: StoredRecord): Promise<boolean>;
}

export interface StoredRecord {
  readonly record: CalendarRecord;
  /** Counts the writes; 0 when there is none yet. */
  readonly revision: number;
}

/** One publication that an import asked for. */
export interface ManifestEntry {
  readonly publicationId: string;
  readonly rowId: string;
  readonly dueAt: Date;
}

export interface PartName {
  readonly calendar: string;
  readonly runId: string;
  /** Counted from 1. */
  readonly part: number;
}

/** What imports have asked for, in parts of a few thousand entries. */
export interface ManifestStore {
  writePart(name: PartName, entries: readonly ManifestEntry[]): Promise<void>;
  readPart(name: PartName): Promise<readonly ManifestEntry[]>;
  /** Removes what is not needed any more; what is gone already does not matter. */
  removePart(name: PartName): Promise<void>;
}

/**
 * Files for the time of one import, for what need not fit in memory as a whole. A record is any text without a NUL
 * character, which no calendar holds.
 */
export interface Spill {
  append(file: string, record: string): void;
  /** About how much the records of a file take, in bytes. */
  sizeOf(file: string): number;
  /** The records of a file in the order they were appended, few of them in memory at a time; none if nothing was. */
  read(file: string): Iterable<string>;
  /** The file is not needed any more. */
  forget(file: string): void;
}

/** Gives `work` an empty spill and removes it afterwards. */
export type WithSpill = <Result>(work: (spill: Spill) => Promise<Result>) => Promise<Result>;
