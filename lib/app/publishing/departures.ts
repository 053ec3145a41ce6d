import type { Clock } from "../clock.ts";

/** A record waits no longer than this: a worker that dies without having made it leaves a doubt to be cleared up. */
const PATIENCE_MS = 1_000;

/**
 * The posts that are about to leave a process. A post has its second and its record has not, and both need the same
 * processor: what is to be stored of those that have left waits until nobody is waiting to leave any more.
 */
export class Departures {
  readonly #clock: Clock;
  #waiting = 0;
  #allHaveLeft = Promise.withResolvers<void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts a post among those that are about to leave, until its `turn` comes. */
  async lineUp(turn: Promise<void>): Promise<void> {
    if (this.#waiting++ === 0) this.#allHaveLeft = Promise.withResolvers();
    try {
      await turn;
    } finally {
      if (--this.#waiting === 0) this.#allHaveLeft.resolve();
    }
  }

  /** Resolves when no post is about to leave, and after a second at the latest. */
  async over(): Promise<void> {
    if (this.#waiting > 0) await Promise.race([this.#allHaveLeft.promise, this.#clock.sleep(PATIENCE_MS)]);
  }
}
