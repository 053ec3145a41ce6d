import type { EventLoop } from "./event-loop.ts";
import type { FaultPlan } from "./fault-plan.ts";

/** Six times the function's timeout. */
const VISIBILITY_MS = 6 * 60_000;
const MAX_RECEIVES = 5;
const LONGEST_DELAY_MS = 15 * 60_000;
const LATEST_REPEAT_MS = 30_000;

/** Works off one message; `done` says that it may be deleted. A worker that dies says nothing. */
export type Deliver<Job> = (job: Job, receiveCount: number, done: () => void) => void;

/**
 * A standard queue: it delivers at least once, in any order, again after the visibility timeout, and gives up on a
 * message that was received too often.
 */
export class SimulatedQueue<Job> {
  /** Messages that are not deleted yet. */
  openCount = 0;
  deadLetterCount = 0;
  readonly #loop: EventLoop;
  readonly #faults: FaultPlan;
  readonly #deliver: Deliver<Job>;

  constructor(loop: EventLoop, faults: FaultPlan, deliver: Deliver<Job>) {
    this.#loop = loop;
    this.#faults = faults;
    this.#deliver = deliver;
  }

  /** @param about names the job in histories. */
  send(job: Job, delayMs: number, about: string): void {
    const fault = this.#faults.at(`deliver.${about}`, ["twice", "drop", "late", "ack-lost"]);
    if (fault?.kind === "drop") return;
    const lateMs = fault?.kind === "late" ? fault.strength * 10 * 60_000 : 0;
    const afterMs = Math.min(Math.floor(delayMs / 1_000) * 1_000, LONGEST_DELAY_MS) + lateMs;
    this.#keep(new Message(job, fault?.kind === "ack-lost"), afterMs);
    // A copy on another server of the queue: it may turn up although the first one is done and deleted.
    if (fault?.kind === "twice") {
      this.#keep(new Message(job, false), afterMs + fault.strength ** 2 * LATEST_REPEAT_MS);
    }
  }

  #keep(message: Message<Job>, afterMs: number): void {
    this.openCount += 1;
    this.#loop.after(afterMs + 10, () => this.#receive(message));
  }

  #receive(message: Message<Job>): void {
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

  #delete(message: Message<Job>): void {
    if (message.isDeleted) return;
    message.isDeleted = true;
    this.openCount -= 1;
  }
}

class Message<Job> {
  readonly job: Job;
  /** The worker did it, but its word that it did gets lost. */
  losesAck: boolean;
  receiveCount = 0;
  isDeleted = false;

  constructor(job: Job, losesAck: boolean) {
    this.job = job;
    this.losesAck = losesAck;
  }
}
