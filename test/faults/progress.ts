import { type Report, violationCount } from "./report.ts";

/** How far one part of a campaign has come. */
export interface Progress {
  readonly schedules: number;
  readonly violations: number;
}

const EVERY_MS = 15_000;

export function progressOf(report: Report): Progress {
  return { schedules: report.schedules, violations: violationCount(report) };
}

/** Says from time to time, beside the result, how far the parts of a long campaign have come together. */
export class ProgressLine {
  readonly #schedules: number;
  readonly #parts = new Map<number, Progress>();
  #toldAt = performance.now();

  constructor(schedules: number) {
    this.#schedules = schedules;
  }

  heard(part: number, progress: Progress): void {
    this.#parts.set(part, progress);
    if (performance.now() - this.#toldAt < EVERY_MS) return;
    this.#toldAt = performance.now();
    const done = this.#sum("schedules");
    const percent = Math.floor((done / this.#schedules) * 100);
    console.error(`${done} of ${this.#schedules} schedules (${percent} %), ${this.#sum("violations")} wrong so far`);
  }

  #sum(figure: keyof Progress): number {
    return [...this.#parts.values()].reduce((sum, part) => sum + part[figure], 0);
  }
}
