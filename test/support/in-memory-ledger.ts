import type {
  CalendarRecords,
  ManifestEntry,
  ManifestStore,
  PartName,
  StoredRecord,
} from "#lib/app/publishing/calendar/ledger/ports.ts";
import { type CalendarRecord, NEW_CALENDAR } from "#lib/domain/publishing/calendar/turns.ts";

/** The records and manifests of calendars in memory, with the same conditional writes as the table's. */
export class InMemoryLedger implements CalendarRecords, ManifestStore {
  readonly #records = new Map<string, StoredRecord>();
  readonly parts = new Map<string, readonly ManifestEntry[]>();
  /** Counts what a table would be asked to write. */
  recordWriteCount = 0;

  async read(calendar: string): Promise<StoredRecord> {
    return this.#present(calendar);
  }

  async write(calendar: string, record: CalendarRecord, { revision }: StoredRecord): Promise<boolean> {
    // Compared and written in one step, as the table does.
    if (this.#present(calendar).revision !== revision) return false;
    this.#records.set(calendar, { record, revision: revision + 1 });
    this.recordWriteCount += 1;
    return true;
  }

  #present(calendar: string): StoredRecord {
    return this.#records.get(calendar) ?? { record: NEW_CALENDAR, revision: 0 };
  }

  async writePart(name: PartName, entries: readonly ManifestEntry[]): Promise<void> {
    this.parts.set(keyOf(name), entries);
  }

  async readPart(name: PartName): Promise<readonly ManifestEntry[]> {
    const entries = this.parts.get(keyOf(name));
    if (!entries) throw new Error(`no part ${keyOf(name)}`);
    return entries;
  }

  async removePart(name: PartName): Promise<void> {
    this.parts.delete(keyOf(name));
  }
}

function keyOf({ calendar, runId, part }: PartName): string {
  return `${calendar}/${runId}/${part}`;
}
