import { nextRun } from "./next-run.ts";

/** The longest that a timer waits at once: timers count milliseconds in 31 bits. */
const LONGEST_WAIT_MS = 24 * 3_600_000;

export interface Schedule {
  readonly expression: string;
  readonly run: (at: Date) => void;
}

/** Runs schedules on time, and each once soon after the start: what was due while the laptop was off need not wait. */
export class Schedules {
  readonly #timers = new Map<Schedule, NodeJS.Timeout>();

  start(schedule: Schedule, firstAfterMs: number): void {
    const first = setTimeout(() => {
      schedule.run(new Date());
      this.#wait(schedule, nextRun(schedule.expression, new Date()));
    }, firstAfterMs);
    this.#timers.set(schedule, first);
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #wait(schedule: Schedule, at: Date): void {
    const waitMs = Math.max(0, at.getTime() - Date.now());
    const timer = setTimeout(
      () => {
        if (waitMs > LONGEST_WAIT_MS) return this.#wait(schedule, at);
        schedule.run(at);
        this.#wait(schedule, nextRun(schedule.expression, new Date(Math.max(at.getTime(), Date.now()))));
      },
      Math.min(waitMs, LONGEST_WAIT_MS),
    );
    this.#timers.set(schedule, timer);
  }
}
