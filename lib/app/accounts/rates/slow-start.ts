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
  #waiting: (() => void)[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves when it is the caller's turn, who then calls `answered`. */
  async turn(): Promise<void> {
    this.#forget();
    while (this.#onTheirWay >= this.#window) {
      const changed = new Promise<void>((resolve) => this.#waiting.push(resolve));
      await Promise.race([changed, this.#clock.sleep(PATIENCE_MS)]);
      if (this.#now() - this.#calmSince >= PATIENCE_MS) this.#begin(this.#window * 2);
    }
    this.#onTheirWay++;
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

  #open(window: number): void {
    this.#window = window;
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}
