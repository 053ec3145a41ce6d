import type { Clock } from "#lib/app/clock.ts";
import type { EventLoop } from "./event-loop.ts";
import type { Fault, FaultKind } from "./fault.ts";
import type { FaultPlan } from "./fault-plan.ts";

/** What can befall any call to anything. */
export const CALL_FAULTS: readonly FaultKind[] = [
  "fail",
  "lost",
  "slow",
  "late-answer",
  "kill",
  "kill-after",
  "freeze",
];

/** What can also happen in the world while a call about one publication is on its way. */
export const INTERLEAVINGS: readonly FaultKind[] = ["cancel", "edit", "again"];

/** The same, about one that needs an approval. */
export const APPROVED_INTERLEAVINGS: readonly FaultKind[] = [...INTERLEAVINGS, "withdraw"];

/** The world as a process meets it. */
export interface Surroundings {
  readonly loop: EventLoop;
  readonly faults: FaultPlan;
  /** Something else happens first: an operator's hand, another worker. */
  readonly interleave: (kind: FaultKind, publicationId: string) => void;
  /** Nobody listens unless a history is told. */
  readonly tell?: (line: string) => void;
}

export interface ProcessOptions {
  readonly name: string;
  readonly skewMs: number;
  /** Lambda ends it after this. */
  readonly timeoutMs: number;
  /** Its calls take no time while nothing goes wrong: for what happens too often to be watched closely. */
  readonly isInstant?: boolean;
  /** @default what a timeout of a minute allows */
  readonly longestFreezeMs?: number;
}

export interface Call<Result> {
  /** Its place in histories. */
  readonly name: string;
  readonly kinds: readonly FaultKind[];
  readonly about?: string;
  /** How much likelier than usual a fault is here. */
  readonly weight?: number;
  /** Happens at one instant. Faults that only this port knows are handed to it. */
  readonly effect: (fault: Fault | undefined) => Result;
  /** @default an Error */
  readonly failure?: (fault: Fault) => unknown;
}

const SLOWEST_MS = 25_000;

/** Frozen for longer, a process is killed by its timeout. */
const LONGEST_FREEZE_MS = 58_000;

/** Long delays matter, short ones happen more often. */
function delayOf({ strength }: Fault, longestMs: number): number {
  return strength * strength * longestMs;
}

/**
 * One invocation of a function: it calls ports, sleeps, freezes and dies. Once it is dead none of its calls leaves or
 * returns; what had left still happens.
 */
export class Process {
  isAlive = true;
  readonly name: string;
  readonly startedAt: number;
  readonly clock: Clock;
  readonly #around: Surroundings;
  readonly #options: ProcessOptions;
  #frozenUntil = 0;

  constructor(around: Surroundings, options: ProcessOptions) {
    this.#around = around;
    this.#options = options;
    this.name = options.name;
    this.startedAt = around.loop.now;
    this.clock = { now: () => new Date(around.loop.now + options.skewMs), sleep: (ms) => this.#sleep(ms) };
  }

  remainingMs(): number {
    return this.startedAt + this.#options.timeoutMs - this.#around.loop.now;
  }

  kill(): void {
    if (this.isAlive) this.#around.tell?.(`${this.name} dies`);
    this.isAlive = false;
  }

  call<Result>({ name, kinds, about, weight, effect, failure = awayError }: Call<Result>): Promise<Result> {
    if (!this.isAlive) return never();
    const { faults, loop, tell } = this.#around;
    const fault = faults.at(name, kinds, weight);
    if (!fault && this.#options.isInstant) return attempt(() => effect(undefined));
    if (fault) tell?.(`${this.name}: ${name}: ${fault.kind}`);
    if (fault?.kind === "freeze")
      this.#frozenUntil = loop.now + delayOf(fault, this.#options.longestFreezeMs ?? LONGEST_FREEZE_MS);

    return new Promise((resolve, reject) => {
      const leave = () => {
        if (!this.isAlive) return;
        if (fault && about && APPROVED_INTERLEAVINGS.includes(fault.kind)) this.#around.interleave(fault.kind, about);
        if (fault?.kind === "kill") return this.kill();
        loop.after(this.#requestMs(name, fault), arrive);
      };
      const arrive = () => {
        const happened = fault?.kind === "fail" ? failed(failure(fault)) : outcomeOf(() => effect(fault));
        tell?.(`${this.name}: ${name}${"error" in happened ? " → error" : ""}`);
        if (fault?.kind === "kill-after") return this.kill();
        loop.after(this.#answerMs(name, fault), () => this.#whenAwake(() => give(happened)));
      };
      const give = (happened: Happened<Result>) => {
        if ("error" in happened) reject(happened.error);
        else if (fault?.kind === "lost") reject(failure(fault));
        else resolve(happened.value);
      };
      if (this.#frozenUntil > loop.now) loop.at(this.#frozenUntil, leave);
      else leave();
    });
  }

  #requestMs(name: string, fault: Fault | undefined): number {
    const usual = 2 + this.#around.faults.fraction(name) * 25;
    return fault?.kind === "slow" ? usual + delayOf(fault, SLOWEST_MS) : usual;
  }

  #answerMs(name: string, fault: Fault | undefined): number {
    const usual = 1 + this.#around.faults.fraction(name) * 15;
    return fault?.kind === "late-answer" ? usual + delayOf(fault, SLOWEST_MS) : usual;
  }

  #sleep(ms: number): Promise<void> {
    if (!this.isAlive) return never();
    if (ms <= 0) return Promise.resolve();
    const { loop } = this.#around;
    return new Promise((resolve) => loop.after(ms, () => this.#whenAwake(resolve)));
  }

  #whenAwake(run: () => void): void {
    if (!this.isAlive) return;
    const { loop } = this.#around;
    if (this.#frozenUntil > loop.now) loop.at(this.#frozenUntil, () => this.#whenAwake(run));
    else run();
  }
}

type Happened<Result> = { readonly value: Result } | { readonly error: unknown };

function outcomeOf<Result>(effect: () => Result): Happened<Result> {
  try {
    return { value: effect() };
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): { readonly error: unknown } {
  return { error };
}

async function attempt<Result>(effect: () => Result): Promise<Result> {
  return effect();
}

function awayError({ kind }: Fault): Error {
  return new Error(`simulated: ${kind}`);
}

function never<Result>(): Promise<Result> {
  return new Promise(() => {});
}
