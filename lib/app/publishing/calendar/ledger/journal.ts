import pLimit from "p-limit";
import type { CalendarSource, CalendarStore } from "../ports.ts";
import type { ImportTurn } from "./import-turn.ts";
import { partsOf } from "./manifest.ts";
import type { ManifestEntry, ManifestStore } from "./ports.ts";

/** A newer upload of the calendar waits: what is left of this one does not matter any more. */
export class SupersededError extends Error {
  override readonly name = "SupersededError";
}

interface Upload {
  readonly key: string;
  readonly source: CalendarSource;
  readonly turn: ImportTurn;
}

interface JournalServices {
  readonly calendars: Pick<CalendarStore, "find">;
  readonly manifests: ManifestStore;
}

const ENTRIES_PER_PART = 2_000;

/** Parts that are removed at the same time. */
const REMOVAL_LANES = 8;

/**
 * What one import asks for, written down before it asks: so whatever becomes of the import, the next one knows all that
 * the calendar may have in the plan.
 */
export class Journal {
  readonly #upload: Upload;
  readonly #services: JournalServices;
  #parts = 0;

  constructor(upload: Upload, services: JournalServices) {
    this.#upload = upload;
    this.#services = services;
  }

  /**
   * Writes one part, and makes sure that the import still has the turn.
   *
   * @throws SupersededError, or TurnLostError.
   */
  async write(entries: readonly ManifestEntry[]): Promise<void> {
    const { turn } = this.#upload;
    const { calendar, runId } = turn;
    if (entries.length > 0) {
      await this.#services.manifests.writePart({ calendar, runId, part: this.#parts + 1 }, entries);
      this.#parts += 1;
    }
    await this.keepTurn();
  }

  /** Writes what comes in arrays of any length, in parts of some thousand. */
  async writeAll(arrays: Iterable<readonly ManifestEntry[]>): Promise<void> {
    let part: ManifestEntry[] = [];
    for (const entries of arrays) {
      part.push(...entries);
      if (part.length < ENTRIES_PER_PART) continue;
      await this.write(part);
      part = [];
    }
    if (part.length > 0) await this.write(part);
  }

  /** @throws SupersededError, or TurnLostError. */
  async keepTurn(): Promise<void> {
    const { turn, source, key } = this.#upload;
    const isWanted = await turn.keep({ version: source.version, parts: this.#parts });
    if (!isWanted) return;
    const newest = await this.#services.calendars.find(key);
    if (newest && newest.version !== source.version) throw new SupersededError();
  }

  /** What earlier imports have written down is not needed any more: this one's says it all. */
  async finish(): Promise<void> {
    const { turn, source } = this.#upload;
    const { calendar } = turn;
    const over = await turn.finish({ version: source.version, uploadedAt: source.uploadedAt, parts: this.#parts });
    await pLimit(REMOVAL_LANES).map(partsOf(over), ({ runId, part }) =>
      this.#services.manifests.removePart({ calendar, runId, part }),
    );
  }
}
