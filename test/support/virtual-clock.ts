import type { Clock } from "#lib/app/clock.ts";

/** Time that passes only when everybody is asleep: hours in milliseconds, always in the same order. */
export class VirtualClock implements Clock {
  #now: number;
  #sleepers: { readonly at: number; readonly wake: () => void }[] = [];

  constructor(start: string) {
    this.#now = new Date(start).getTime();
  }

  now(): Date {
    return new Date(this.#now);
  }

  async sleep(ms: number): Promise<void> {
    if (ms <= 0) return;
    await new Promise<void>((wake) => this.#sleepers.push({ at: this.#now + ms, wake }));
  }

  /** Lets time pass until `work` is done. */
  async run<Result>(work: Promise<Result>): Promise<Result> {
    let isDone = false;
    const finished = work.finally(() => {
      isDone = true;
    });
    // A rejection belongs to whoever awaits `run`, however long time still passes until then.
    finished.catch(() => {});
    while (!isDone) {
      await idle();
      if (!isDone) this.#wakeNext();
    }
    return await finished;
  }

  /** Moves on, with nobody working. */
  advance(ms: number): void {
    this.#now += ms;
  }

  #wakeNext(): void {
    this.#sleepers.sort((one, other) => one.at - other.at);
    const next = this.#sleepers.shift();
    if (!next) return;
    this.#now = Math.max(this.#now, next.at);
    next.wake();
  }
}

/** Several turns of the event loop: whoever can go on without time passing has done so. */
async function idle(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
}
