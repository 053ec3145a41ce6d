import type { Violation } from "./auditor.ts";
import { type Exploration, type Explored, randomly, singles } from "./explore.ts";
import { type History, writeHistory } from "./history.ts";
import { MUTATIONS, type Mutation } from "./mutants.ts";
import { shrink } from "./shrink.ts";

/** What taking one guard out led to. */
export interface Hunted {
  readonly mutation: Mutation;
  readonly schedules: number;
  /** The shortest history that shows it; undefined: nobody noticed. */
  readonly caught?: { readonly history: string; readonly violations: readonly Violation[] };
}

const MOST_SEEDS = 6;
const CROWDS = 500;

/** Takes one guard out after the other, and looks for what then goes wrong until something does. */
export async function* hunt(seed: number, on: Exploration): AsyncGenerator<Hunted> {
  const capabilities = on.capabilities.filter(({ what }) => what === "post");
  for (const mutation of MUTATIONS) yield await huntFor(mutation, seed, { ...on, capabilities, mutation });
}

async function huntFor(mutation: Mutation, seed: number, on: Exploration): Promise<Hunted> {
  let schedules = 0;
  for await (const { history, outcome } of everything(seed, on)) {
    schedules += 1;
    if (outcome.violations.length === 0) continue;
    const short: History = await shrink(history, outcome, on);
    return { mutation, schedules, caught: { history: writeHistory(short), violations: outcome.violations } };
  }
  return { mutation, schedules };
}

async function* everything(seed: number, on: Exploration): AsyncGenerator<Explored> {
  for (let index = 0; index < MOST_SEEDS; index++) {
    for (let crowd = 0; crowd < CROWDS; crowd++) yield await randomly((seed + index) * CROWDS + crowd, on);
    // What goes out below a post needs more schedules: most guards show without.
    yield* singles(seed + index, { ...on, capabilities: on.capabilities.filter(({ below }) => !below) });
    yield* singles(seed + index, { ...on, capabilities: on.capabilities.filter(({ below }) => below) });
  }
}
