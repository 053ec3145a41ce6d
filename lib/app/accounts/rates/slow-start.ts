import type { Clock } from "../../clock.ts";

/**
 * Requests that may be on their way before the first answer: a hundred then leave within a second even where an answer
 * takes 300 ms, and a network that refuses is asked eight times by each worker.
 */
const FIRST_WINDOW = 8;

/**
 * After so long without a refusal twice as many go, answered or not: a refusal is quick, and posts have their second. A
 * network that takes 300 ms to refuse is asked by no more than a few of a hundred.
 */
const LONGEST_PATIENCE_MS = 150;

/** A large crowd doubles sooner, so that all of it has left after little more than this, however many they are. */
const CROWD_MS = 600;

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
  /** When the crowd began to wait, the window was last doubled, or begun anew after a refusal. */
  #calmSince = 0;
  /** In the order in which they came. */
  readonly #waiting: (() => void)[] = [];
  #isWatched = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves when it is the caller's turn, who then calls `answered`. */
  async turn(): Promise<void> {
    this.#forget();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    this.#open(this.#window);
    if (this.#waiting.length > 0 && !this.#isWatched) void this.#doubleWhileCalm();
    await promise;
  }

  answered({ isRefused }: { readonly isRefused: boolean }): void {
    this.#onTheirWay--;
    if (isRefused) this.#begin(FIRST_WINDOW);
    else this.#open(this.#window + 1);
  }

  #forget(): void {
    if (this.#onTheirWay === 0 && this.#now() - this.#calmSince > FORGOTTEN_MS) this.#begin(FIRST_WINDOW);
  }

  /** Until nobody waits any more. */
  async #doubleWhileCalm(): Promise<void> {
    this.#isWatched = true;
    this.#calmSince = this.#now();
    while (this.#waiting.length > 0) {
      const patienceMs = this.#patienceMs();
      await this.#clock.sleep(this.#calmSince + patienceMs - this.#now());
      if (this.#now() - this.#calmSince >= patienceMs) this.#begin(this.#window * 2);
    }
    this.#isWatched = false;
  }

  #patienceMs(): number {
    const crowdCount = this.#onTheirWay + this.#waiting.length;
    const doublings = Math.ceil(Math.log2(crowdCount / FIRST_WINDOW));
    return Math.min(LONGEST_PATIENCE_MS, CROWD_MS / Math.max(doublings, 1));
  }

  #begin(window: number): void {
    this.#calmSince = this.#now();
    this.#open(window);
  }

  #open(window: number): void {
    this.#window = window;
    const room = Math.max(0, window - this.#onTheirWay);
    for (const begin of this.#waiting.splice(0, room)) {
      this.#onTheirWay++;
      begin();
    }
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}
