import type { Clock } from "../../clock.ts";

/**
 * Requests that may be on their way before the first answer: a hundred then leave within a second even where an answer
 * takes 300 ms, and a network that refuses is asked eight times by each worker.
 */
const FIRST_WINDOW = 8;

/**
 * After so long without a refusal twice as many go, answered or not: a refusal is quick, and posts have their second.
 * Hundreds of one channel have left within it, and a network that takes 300 ms to refuse is not asked by all of them.
 */
const PATIENCE_MS = 150;

/** After so long in peace nothing is known any more. */
const FORGOTTEN_MS = 60_000;

/**
 * Keeps a crowd from storming a network that has begun to refuse: a few requests go ahead, and each answer lets two
 * more follow, so that a hundred have left after three answers' time. Those that wait see a refusal before their turn.
 * Fewer than `FIRST_WINDOW` at a time never wait.
 */
export class SlowStart {
  readonly #clock: Clock;
  #window = FIRST_WINDOW;
  #onTheirWay = 0;
  /** When the window was last doubled, or begun anew after a refusal. */
  #calmSince = 0;
  readonly #waiting = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves when it is the caller's turn, who then calls `answered`. */
  async turn(): Promise<void> {
    this.#forget();
    while (this.#onTheirWay >= this.#window) {
      await this.#room();
      if (this.#now() - this.#calmSince >= PATIENCE_MS) this.#begin(this.#window * 2);
    }
    this.#onTheirWay++;
  }

  /** Resolves when there may be room, and after `PATIENCE_MS` at the latest. */
  async #room(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.add(resolve);
    await Promise.race([promise, this.#clock.sleep(PATIENCE_MS)]);
    this.#waiting.delete(resolve);
  }

  answered({ isRefused }: { readonly isRefused: boolean }): void {
    this.#onTheirWay--;
    if (isRefused) this.#begin(FIRST_WINDOW);
    else this.#open(this.#window + 1);
  }

  #forget(): void {
    if (this.#onTheirWay === 0 && this.#now() - this.#calmSince > FORGOTTEN_MS) this.#begin(FIRST_WINDOW);
  }

  #begin(window: number): void {
    this.#calmSince = this.#now();
    this.#open(window);
  }

  /** Wakes no more than there is room for: to wake hundreds for each answer keeps a worker from sending. */
  #open(window: number): void {
    this.#window = window;
    const room = Math.max(0, window - this.#onTheirWay);
    for (const wake of [...this.#waiting].slice(0, room)) wake();
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}
