import type { CapabilityClass } from "./capability.ts";
import { hashOf, pick } from "./chance.ts";
import type { FaultKind } from "./fault.ts";
import { atRandom, type Faults, type Site, scripted } from "./fault-plan.ts";
import { CROWD, type History, scenarioOf } from "./history.ts";
import { type Outcome, simulate } from "./simulate.ts";
import type { WorldOptions } from "./world.ts";

/** A schedule that was run, and what it came to. */
export interface Explored {
  readonly history: History;
  readonly outcome: Outcome;
}

export interface Exploration extends WorldOptions {
  readonly capabilities: readonly CapabilityClass[];
}

/** Exactly this history again. */
export async function replay(
  history: History,
  { capabilities, ...options }: Exploration & { readonly isRecording?: boolean },
): Promise<Outcome> {
  const scenario = scenarioOf(history, capabilities);
  return await simulate({ scenario, seed: history.seed, choose: scripted(history.faults) }, options);
}

/** One publication, alone: nothing goes wrong, then every fault that is possible at every place, one at a time. */
export async function* singles(capability: CapabilityClass, seed: number, on: Exploration): AsyncGenerator<Explored> {
  const calm = await alone(capability, seed, new Map(), on);
  yield calm;
  for (const [place, kind] of possible(calm.outcome.sites)) {
    yield await alone(capability, seed, new Map([[place, kind]]), on);
  }
}

/**
 * Two faults: the second at any place that comes after the first has struck.
 *
 * @param share how many of all the pairs are tried (0 to 1), evenly spread.
 */
export async function* pairs(
  capability: CapabilityClass,
  { seed, share }: { readonly seed: number; readonly share: number },
  on: Exploration,
): AsyncGenerator<Explored> {
  let index = hashOf(seed, capability.name);
  for await (const { history, outcome } of singles(capability, seed, on)) {
    const [first] = history.faults.keys();
    if (first === undefined) continue;
    const after = outcome.sites.slice(outcome.sites.findIndex(({ place }) => place === first) + 1);
    for (const [place, kind] of possible(after)) {
      const isChosen = Math.floor(index * share) !== Math.floor((index + 1) * share);
      index += 1;
      if (isChosen) yield await alone(capability, seed, new Map([...history.faults, [place, kind]]), on);
    }
  }
}

/** Several publications, and faults anywhere: from a few to a storm. */
export async function randomly(seed: number, { capabilities, ...options }: Exploration): Promise<Explored> {
  const scenario = scenarioOf({ setting: CROWD, seed, faults: new Map() }, capabilities);
  const rate = pick(seed, "rate", [0.01, 0.03, 0.1, 0.25]);
  const outcome = await simulate({ scenario, seed, choose: atRandom(seed, rate) }, options);
  return { history: { setting: CROWD, seed, faults: outcome.faults }, outcome };
}

async function alone(capability: CapabilityClass, seed: number, faults: Faults, on: Exploration): Promise<Explored> {
  const history = { setting: capability.name, seed, faults };
  return { history, outcome: await replay(history, { ...on, isRecording: true }) };
}

function possible(sites: readonly Site[]): readonly (readonly [string, FaultKind])[] {
  return sites.flatMap(({ place, kinds }) => kinds.map((kind) => [place, kind] as const));
}
