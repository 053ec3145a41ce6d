import type { Clock } from "#lib/app/clock.ts";
import {
  askForTurn,
  type CalendarRecord,
  dropTurn,
  type Finish,
  finishTurn,
  keepTurn,
  LEASE_MS,
  type Progress,
  type Run,
  takeTurn,
} from "#lib/domain/publishing/calendar/turns.ts";
import type { CalendarRecords } from "./ports.ts";

export interface TurnServices {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly records: CalendarRecords;
}

/** Longer than a lease: whoever waits gets the turn, unless its holder is alive and at work. */
const LONGEST_WAIT_MS = LEASE_MS + 30_000;

const POLL_MS = 1_000;

/** Another import took the turn because this one was silent for too long. The upload must be imported again. */
export class TurnLostError extends Error {
  override readonly name = "TurnLostError";

  constructor(calendar: string) {
    super(`the turn to import ${calendar} was lost to another import`);
  }
}

/** Another import of the calendar is alive and did not end in time. */
export class TurnTakenError extends Error {
  override readonly name = "TurnTakenError";

  constructor(calendar: string) {
    super(`another import of ${calendar} is at work`);
  }
}

/** The right to import one calendar, until it is finished or dropped. */
export class ImportTurn {
  readonly runId: string;
  readonly calendar: string;
  /** The imports whose publications the calendar may have in the plan, apart from this one. */
  readonly earlier: readonly Run[];
  readonly #newestUpload: Date | undefined;
  readonly #services: TurnServices;

  private constructor(calendar: string, record: CalendarRecord, { runId, services }: Holder) {
    this.calendar = calendar;
    this.runId = runId;
    this.earlier = record.runs;
    this.#newestUpload = record.finishedUploadAt;
    this.#services = services;
  }

  /**
   * Waits for the turn.
   *
   * @param version the upload that is there now.
   * @returns undefined when an import that had the turn until now has brought that very upload to its end.
   * @throws TurnTakenError when the holder of the turn does not end.
   */
  static async take(calendar: string, version: string, services: TurnServices): Promise<ImportTurn | undefined> {
    const { clock, newId, records } = services;
    const runId = newId();
    const deadline = clock.now().getTime() + LONGEST_WAIT_MS;
    let isWaiting = false;
    for (;;) {
      const read = await records.read(calendar);
      const { turn, finished } = read.record;
      const isFree = !turn || turn.leaseUntil <= clock.now();
      // Somebody has finished it: whoever was waited for, or who died before the turn was given back.
      if (isFree && (isWaiting || turn) && finished === version) return undefined;
      const taken = takeTurn(read.record, runId, clock.now());
      if (taken) {
        if (await records.write(calendar, taken, read))
          return new ImportTurn(calendar, read.record, { runId, services });
        continue;
      }
      isWaiting = true;
      if (clock.now().getTime() > deadline) throw new TurnTakenError(calendar);
      if (!turn?.isWanted) await records.write(calendar, askForTurn(read.record), read);
      await clock.sleep(POLL_MS);
    }
  }

  /** Whether a later upload has been imported already: only another file of the same calendar can have been. */
  isAfter(uploadedAt: Date): boolean {
    return this.#newestUpload !== undefined && this.#newestUpload > uploadedAt;
  }

  /**
   * Writes down that `parts` parts of what the import asks for are written, and holds on to the turn.
   *
   * @returns whether somebody waits for it.
   * @throws TurnLostError
   */
  async keep(progress: { readonly version: string; readonly parts: number }): Promise<boolean> {
    const kept = await this.#change((record, now) => keepTurn(record, { ...progress, runId: this.runId, now }));
    if (!kept) throw new TurnLostError(this.calendar);
    return kept.turn?.isWanted ?? false;
  }

  /**
   * What this import has written down is all that the calendar has in the plan.
   *
   * @returns the imports that do not matter any more.
   * @throws TurnLostError
   */
  async finish(progress: Omit<Finish, "runId" | "now">): Promise<readonly Run[]> {
    const ended = await this.#change((record, now) => finishTurn(record, { ...progress, runId: this.runId, now }));
    if (!ended) throw new TurnLostError(this.calendar);
    return this.earlier.filter(({ runId }) => ended.runs.every((run) => run.runId !== runId));
  }

  /** Lets others have the turn, if it is still this import's. */
  async drop(): Promise<void> {
    await this.#change((record) => dropTurn(record, this.runId));
  }

  async #change(change: (record: CalendarRecord, now: Progress["now"]) => CalendarRecord | undefined) {
    const { clock, records } = this.#services;
    for (;;) {
      const read = await records.read(this.calendar);
      const changed = change(read.record, clock.now());
      if (!changed) return undefined;
      if (await records.write(this.calendar, changed, read)) return changed;
    }
  }
}

interface Holder {
  readonly runId: string;
  readonly services: TurnServices;
}
