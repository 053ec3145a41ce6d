import type { DelayedJob, PublishJob } from "#lib/app/publishing/ports.ts";
import type { EventLoop } from "./event-loop.ts";
import type { FaultPlan } from "./fault-plan.ts";

/** Six times the function's timeout. */
const VISIBILITY_MS = 6 * 60_000;
const MAX_RECEIVES = 5;
const LONGEST_DELAY_MS = 15 * 60_000;
const LATEST_REPEAT_MS = 30_000;

/** Works off one message; `done` says that it may be deleted. A worker that dies says nothing. */
export type Deliver = (job: PublishJob, receiveCount: number, done: () => void) => void;

/**
 * A standard queue: it delivers at least once, in any order, again after the visibility timeout, and gives up on a
 * message that was received too often.
 */
export class SimulatedQueue {
  /** Messages that are not deleted yet. */
  openCount = 0;
  deadLetterCount = 0;
  readonly #loop: EventLoop;
  readonly #faults: FaultPlan;
  readonly #deliver: Deliver;

  constructor(loop: EventLoop, faults: FaultPlan, deliver: Deliver) {
    this.#loop = loop;
    this.#faults = faults;
    this.#deliver = deliver;
  }

  send({ job, delayMs }: DelayedJob): void {
    const name = `deliver.${job.publications.map(({ publicationId }) => publicationId).join("+")}`;
    const fault = this.#faults.at(name, ["twice", "drop", "late", "ack-lost"]);
    if (fault?.kind === "drop") return;
    const lateMs = fault?.kind === "late" ? fault.strength * 10 * 60_000 : 0;
    const afterMs = Math.min(Math.floor(delayMs / 1_000) * 1_000, LONGEST_DELAY_MS) + lateMs;
    const message = new Message(job, fault?.kind === "ack-lost");
    this.openCount += 1;
    this.#loop.after(afterMs + 10, () => this.#receive(message));
    if (fault?.kind === "twice") {
      const againMs = afterMs + 12 + fault.strength ** 2 * LATEST_REPEAT_MS;
      this.#loop.after(againMs, () => this.#receive(message));
    }
  }

  #receive(message: Message): void {
    if (message.isDeleted) return;
    if (message.receiveCount >= MAX_RECEIVES) {
      this.deadLetterCount += 1;
      this.#delete(message);
      return;
    }
    message.receiveCount += 1;
    this.#loop.after(VISIBILITY_MS, () => this.#receive(message));
    this.#deliver(message.job, message.receiveCount, () => {
      if (message.losesAck) message.losesAck = false;
      else this.#delete(message);
    });
  }

  #delete(message: Message): void {
    if (message.isDeleted) return;
    message.isDeleted = true;
    this.openCount -= 1;
  }
}

class Message {
  readonly job: PublishJob;
  /** The worker did it, but its word that it did gets lost. */
  losesAck: boolean;
  receiveCount = 0;
  isDeleted = false;

  constructor(job: PublishJob, losesAck: boolean) {
    this.job = job;
    this.losesAck = losesAck;
  }
}
