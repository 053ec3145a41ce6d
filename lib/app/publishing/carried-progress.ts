import type { Publication } from "#lib/domain/publishing/publication.ts";
import type { Progress, StageStep } from "#lib/networks/network.ts";
import type { CarriedProgress, PublishJob } from "./ports.ts";

/** The network is looked at again after so long: mostly it is ready by then. */
const BRIEF_MS = 5_000;

/** The id of one container or file. What took more work is not risked. */
const MOST_CHARACTERS = 250;

/**
 * What the preparation of a job's publications has reached and is not stored: while a network is briefly at work, the
 * message that looks again carries it, and the next write stores what came of it. Should that message be lost, the little
 * that was made is garbage that nobody sees. Nothing is committed that is not stored.
 */
export class Carried {
  readonly #reached = new Map<string, CarriedProgress>();

  constructor(job: PublishJob) {
    for (const { publicationId, carried } of job.publications) if (carried) this.#reached.set(publicationId, carried);
  }

  /** @returns whether the step need not be stored */
  takes(publication: Publication, step: StageStep): boolean {
    const { publicationId, progress: stored, stageCount } = publication;
    if (step.status !== "wait" || step.afterMs > BRIEF_MS || stored !== undefined) return false;
    const { progress } = step;
    if (JSON.stringify(progress).length > MOST_CHARACTERS) return false;
    this.#reached.set(publicationId, { stageCount, progress });
    return true;
  }

  /** Undefined also when somebody has stored a step of the preparation since. */
  of({ publicationId, progress, stageCount }: Publication): CarriedProgress | undefined {
    const reached = this.#reached.get(publicationId);
    return progress === undefined && reached?.stageCount === stageCount ? reached : undefined;
  }

  /** From where the preparation goes on. */
  progressOf(publication: Publication): Progress | undefined {
    return publication.progress ?? this.of(publication)?.progress;
  }
}
