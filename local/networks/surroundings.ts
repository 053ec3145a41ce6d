import { AsyncLocalStorage } from "node:async_hooks";
import type { SimulatedDelivery, SimulatorOptions } from "#lib/networks/simulator.ts";
import type { FetchedFile, Journal } from "./journal.ts";

type World = Pick<SimulatorOptions, "now" | "random" | "fetchMedia"> & {
  /** Takes what a simulator tells outside of any operation. */
  readonly deliver: (delivery: SimulatedDelivery) => void;
};

/** What one operation saw of the world and told it. */
export interface Sight {
  readonly at: Date;
  readonly seed: number;
  readonly fetched: (FetchedFile | null)[];
  readonly deliveries: SimulatedDelivery[];
  readonly hasDrawn: boolean;
}

interface OpenSight extends Sight {
  hasDrawn: boolean;
  isOver: boolean;
  readonly random: () => number;
  readonly fetch: (url: URL) => Promise<FetchedFile | null>;
}

/**
 * The world around a simulator: its clock, its chance, its fetching and its webhooks. During an operation the clock
 * stands still and chance has a seed, so that the same operation in the same surroundings does the same again.
 */
export class Surroundings {
  readonly #current = new AsyncLocalStorage<OpenSight>();
  readonly #journal: Journal;
  readonly #world: World;

  constructor(journal: Journal, world: World) {
    this.#journal = journal;
    this.#world = world;
  }

  /** What the simulator is made with. */
  get options(): Omit<SimulatorOptions, "channel"> {
    const current = () => this.#current.getStore();
    return {
      now: () => current()?.at ?? this.#world.now(),
      random: () => (current()?.random ?? this.#world.random)(),
      deliver: async (delivery) => this.#deliver(delivery),
      fetchMedia: (url) => this.#fetchMedia(url),
    };
  }

  /** Runs an operation in the present. */
  async present<Result>(work: () => Promise<Result>): Promise<{ readonly result: Result; readonly sight: Sight }> {
    const seed = Math.floor(this.#world.random() * 2 ** 32);
    const fetch = (url: URL) => this.#fetchAndKeep(url);
    return await this.#run(openSight({ at: this.#world.now(), seed, fetch }), work);
  }

  /** Runs it as it ran then. */
  async past<Result>(then: Pick<Sight, "at" | "seed" | "fetched">, work: () => Promise<Result>) {
    const files = [...then.fetched];
    const fetch = async () => files.shift() ?? null;
    return await this.#run(openSight({ at: then.at, seed: then.seed, fetch }), work);
  }

  async #run<Result>(sight: OpenSight, work: () => Promise<Result>) {
    const result = await this.#current.run(sight, work);
    // What a simulator tells after its answer is on its way by now: it belongs to the same operation.
    await new Promise(setImmediate);
    sight.isOver = true;
    return { result, sight };
  }

  #deliver(delivery: SimulatedDelivery): number {
    const sight = this.#current.getStore();
    if (sight && !sight.isOver) sight.deliveries.push(delivery);
    else this.#world.deliver(delivery);
    return 200;
  }

  async #fetchMedia(url: URL): Promise<{ readonly contentType: string; readonly bytes: Uint8Array }> {
    const sight = this.#current.getStore();
    if (!sight) return await this.#world.fetchMedia(url);
    const file = await sight.fetch(url);
    sight.fetched.push(file);
    if (!file) throw new Error("the media could not be fetched");
    return { contentType: file.contentType, bytes: this.#journal.kept(file.bytes) };
  }

  async #fetchAndKeep(url: URL): Promise<FetchedFile | null> {
    try {
      const { contentType, bytes } = await this.#world.fetchMedia(url);
      return { contentType, bytes: this.#journal.keep(bytes) };
    } catch {
      return null;
    }
  }
}

function openSight(given: Pick<OpenSight, "at" | "seed" | "fetch">): OpenSight {
  const draw = seededRandom(given.seed);
  const sight: OpenSight = {
    ...given,
    fetched: [],
    deliveries: [],
    hasDrawn: false,
    isOver: false,
    random: () => {
      sight.hasDrawn = true;
      return draw();
    },
  };
  return sight;
}

/** mulberry32 */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
