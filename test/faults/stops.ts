import type { PublishingStop } from "#lib/domain/publishing/stop.ts";
import type { FaultPlan } from "./fault-plan.ts";

const LONGEST_MS = 3 * 60 * 60_000;

/** Half of the stops come while claims are being made. */
const CLAIMING_MS = 6_000;
const ANY_TIME_MS = 10 * 60_000;

/** What the gate promises: a claim is asked for at most this long after the reading that allowed it was. */
const GATE_SLACK_MS = 2_000;

/** A person stops all publishing around the time when something is due, and starts it again later. */
export class Stops {
  readonly #from: number;
  /** When everything may go on. */
  readonly until: number;

  constructor(faults: FaultPlan, around: number) {
    const fault = faults.at("publishing", ["stopped"]);
    const spreadMs = faults.fraction("stop, when") < 0.5 ? CLAIMING_MS : ANY_TIME_MS;
    this.#from = around - spreadMs + faults.fraction("stop, exactly") * 2 * spreadMs;
    this.until = fault ? this.#from + fault.strength ** 3 * LONGEST_MS : 0;
  }

  at(now: number): readonly PublishingStop[] {
    if (now < this.#from || now >= this.until) return [];
    return [{ by: "alice", why: "wrong price", since: new Date(this.#from) }];
  }

  /** Whether somebody may still have believed, when they asked for a claim, that publishing went on. */
  excuses(askedAt: number): boolean {
    return askedAt < this.#from + GATE_SLACK_MS || askedAt >= this.until;
  }
}
