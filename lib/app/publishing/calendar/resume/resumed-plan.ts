import type { Journal } from "../ledger/journal.ts";
import type { ManifestEntry } from "../ledger/ports.ts";
import type { PlannedPublication, PlanResult, PublicationPlanner } from "../ports.ts";
import { readAhead } from "../read-ahead.ts";
import type { OutcomeLog, Outcomes, UploadName } from "./ports.ts";

/** The time of this run is nearly over: another one goes on where it stopped. */
export class OutOfTimeError extends Error {
  override readonly name = "OutOfTimeError";
}

export interface ResumedPlanServices {
  readonly upload: UploadName;
  readonly outcomes: OutcomeLog;
  readonly journal: Pick<Journal, "write">;
  readonly plan: PublicationPlanner["plan"];
  /** Nothing of the calendar was ever planned before this upload. */
  readonly isFirst: boolean;
  /** Whether one batch more might not be finished. */
  readonly isTimeUp: () => boolean;
}

/** So many batches that an earlier run has written down are read at the same time. */
const LANES = 8;

/** Of batches that were planned before, the journal gets so many entries at once. */
const ENTRIES_PER_PART = 20_000;

/**
 * Puts batch after batch of one upload into the plan, but for those that an earlier run over it has put there: their
 * outcome is looked up. Outcomes are written down before anything is done, so that a batch that broke off in the middle
 * ends as it began: its rows are new, and not what the broken run has left. A batch is only begun when the one before
 * it is done, so the last one written down is the only one in doubt, and is planned again.
 */
export class ResumedPlan {
  readonly #services: ResumedPlanServices;
  readonly #writtenDown: number;
  #batch = 0;
  #begunNow = 0;
  /** What an earlier run has written down, batch by batch. */
  readonly #earlier: AsyncGenerator<Outcomes>;
  /** What the journal of this run does not hold yet; that of the earlier run does. */
  #unwritten: ManifestEntry[] = [];

  private constructor(services: ResumedPlanServices, writtenDown: number) {
    this.#services = services;
    this.#writtenDown = writtenDown;
    const { upload, outcomes } = services;
    this.#earlier = readAhead(batchesUpTo(writtenDown), LANES, (batch) => outcomes.read(upload, batch));
  }

  static async begin(services: ResumedPlanServices): Promise<ResumedPlan> {
    return new ResumedPlan(services, await services.outcomes.count(services.upload));
  }

  /** @throws OutOfTimeError before it begins what might not be finished. */
  async plan(publications: readonly PlannedPublication[], uploadedAt: Date): Promise<readonly PlanResult[]> {
    this.#batch += 1;
    for (const { publicationId, rowId, dueAt } of publications) this.#unwritten.push({ publicationId, rowId, dueAt });
    const foreseen = await this.#foreseen();
    const isDone = this.#batch < this.#writtenDown;
    // What has become possible since (a file has arrived, a channel was connected) is planned now.
    const left = isDone ? publications.filter(({ publicationId }) => !foreseen.has(publicationId)) : publications;
    const results = left.length > 0 ? await this.#planNow(left, { uploadedAt, foreseen }) : foreseen;
    if (this.#unwritten.length >= ENTRIES_PER_PART) await this.flush();
    return publications.flatMap(({ publicationId }) => results.get(publicationId) ?? []);
  }

  /** Afterwards the journal holds everything that was asked for. */
  async flush(): Promise<void> {
    const entries = this.#unwritten;
    this.#unwritten = [];
    if (entries.length > 0) await this.#services.journal.write(entries);
  }

  /** What an earlier run has written down of this batch. */
  async #foreseen(): Promise<Outcomes> {
    const { done, value } = await this.#earlier.next();
    return done ? new Map() : value;
  }

  async #planNow(left: readonly PlannedPublication[], { uploadedAt, foreseen }: Context): Promise<Outcomes> {
    const { upload, outcomes, plan, isFirst, isTimeUp } = this.#services;
    // However short the time is, every run gets one batch further.
    if (this.#begunNow > 0 && isTimeUp()) throw new OutOfTimeError();
    if (this.#batch > this.#writtenDown) this.#begunNow += 1;
    const batch = this.#batch;
    let writtenDown = foreseen;
    // Whatever becomes of this run, the next one must know what it may have asked for, and how it was before.
    const foresee = async (wanted: readonly PlanResult[]) => {
      writtenDown = combined(foreseen, left, wanted);
      await Promise.all([this.flush(), outcomes.write(upload, batch, writtenDown)]);
    };
    const results = await plan(left, uploadedAt, { foresee, isFirst });
    const all = combined(foreseen, left, results);
    const isOtherwise = [...all].some(([id, { outcome }]) => writtenDown.get(id)?.outcome !== outcome);
    if (isOtherwise) await outcomes.write(upload, batch, all);
    return all;
  }
}

function* batchesUpTo(last: number): Generator<number> {
  for (let batch = 1; batch <= last; batch++) yield batch;
}

interface Context {
  readonly uploadedAt: Date;
  readonly foreseen: Outcomes;
}

/** What is as wanted already was made so by the run that had foreseen it. */
function combined(
  foreseen: Outcomes,
  publications: readonly PlannedPublication[],
  results: readonly PlanResult[],
): Outcomes {
  const all = new Map(foreseen);
  for (const [index, { publicationId }] of publications.entries()) {
    const result = results[index];
    const isAsForeseen = result?.outcome === "unchanged" && all.has(publicationId);
    if (result && !isAsForeseen) all.set(publicationId, result);
  }
  return all;
}
