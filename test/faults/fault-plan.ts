import { fractionOf, hashOf } from "./chance.ts";
import type { Fault, FaultKind } from "./fault.ts";

/** Which faults a schedule has, by the place where each strikes: `apply.sending.p1#2`. */
export type Faults = ReadonlyMap<string, FaultKind>;

/** A place that a run came to, and what could have gone wrong there. */
export interface Site {
  readonly place: string;
  readonly kinds: readonly FaultKind[];
}

export type Chooser = (place: string, kinds: readonly FaultKind[], weight: number) => FaultKind | undefined;

/** Decides at every place of a run what goes wrong there, and remembers it. */
export class FaultPlan {
  readonly taken = new Map<string, FaultKind>();
  readonly sites: Site[] = [];
  readonly #seed: number;
  readonly #choose: Chooser;
  /** Faults stop at some instant, so that the auditor can ask for everything to end. */
  isOver: () => boolean = () => false;
  readonly #counts = new Map<string, number>();
  readonly #isRecording: boolean;

  /** @param options.isRecording keeps every place, for enumerating them. */
  constructor(seed: number, choose: Chooser, { isRecording = false } = {}) {
    this.#seed = seed;
    this.#choose = choose;
    this.#isRecording = isRecording;
  }

  /**
   * @param name what happens; its occurrences are counted.
   * @param weight how much more likely than usual a fault is here.
   */
  at(name: string, kinds: readonly FaultKind[], weight = 1): Fault | undefined {
    if (this.isOver()) return undefined;
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    const place = `${name}#${count}`;
    if (this.#isRecording) this.sites.push({ place, kinds });
    const kind = this.#choose(place, kinds, weight);
    if (!kind) return undefined;
    this.taken.set(place, kind);
    return { kind, strength: fractionOf(this.#seed, `strength of ${place}`) };
  }

  /** Some number that belongs to a place, for example a latency: from 0 to 1, and always the same. */
  fraction(place: string): number {
    return fractionOf(this.#seed, place);
  }
}

/** Exactly these faults. */
export function scripted(faults: Faults): Chooser {
  return (place, kinds) => {
    const kind = faults.get(place);
    return kind && kinds.includes(kind) ? kind : undefined;
  };
}

/** Faults at random places, as many as `rate` says (0 to 1). */
export function atRandom(seed: number, rate: number): Chooser {
  return (place, kinds, weight) => {
    const hash = hashOf(seed, place);
    if (hash >= rate * weight * 2 ** 32) return undefined;
    return kinds[hashOf(seed, `kind of ${place}`) % kinds.length];
  };
}
