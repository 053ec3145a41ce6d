import type { FaultKind } from "./fault.ts";
import type { FaultPlan } from "./fault-plan.ts";

export type Part = "table" | "queue" | "network" | "ticks" | "workers";

const OUTAGES: readonly FaultKind[] = ["table-away", "queue-away", "network-away", "ticks-away", "workers-away"];
const MOST_OUTAGES = 2;
const LONGEST_MS = 3 * 60 * 60_000;

interface Outage {
  readonly part: string;
  readonly from: number;
  readonly to: number;
}

/** Whole parts of the world that are away for minutes or hours. */
export class Outages {
  readonly #outages: Outage[] = [];
  /** When the last one is over. */
  readonly until: number;

  constructor(faults: FaultPlan, around: number) {
    for (let index = 0; index < MOST_OUTAGES; index++) {
      const fault = faults.at("outage", OUTAGES, 3);
      if (!fault) continue;
      const from = around - 10 * 60_000 + faults.fraction(`outage ${index}`) * 20 * 60_000;
      // Mostly minutes, sometimes hours.
      this.#outages.push({ part: fault.kind, from, to: from + fault.strength ** 3 * LONGEST_MS });
    }
    this.until = Math.max(0, ...this.#outages.map(({ to }) => to));
  }

  isAway(part: Part, now: number): boolean {
    return this.#outages.some((each) => each.part === `${part}-away` && each.from <= now && now < each.to);
  }
}
