import type { CapabilityClass } from "./capability.ts";
import { hashOf, pick } from "./chance.ts";
import type { FaultKind } from "./fault.ts";
import { atRandom, type Chooser, type Faults, type Site, scripted } from "./fault-plan.ts";
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

/**
 * Where the enumeration of faults starts from: nothing has gone wrong yet; a job came twice; or a first attempt came to nothing, or to a
 * post, without a clear answer; or two workers look into the doubt at once, and the second attempt is doubtful too; or
 * two workers find the same token expired.
 */
const SITUATIONS: readonly Faults[] = [
  new Map(),
  new Map([["deliver.p1#1", "twice"]]),
  new Map([["commit.p1#1", "error-before"]]),
  new Map([["commit.p1#1", "error-after"]]),
  new Map([
    ["commit.p1#1", "error-before"],
    ["find.p1#2", "again"],
    ["commit.p1#2", "error-after"],
  ]),
  new Map([
    ["tokens#1", "tokens-expire"],
    ["deliver.p1#1", "twice"],
  ]),
];

/** Exactly this history again. */
export async function replay(history: History, on: Exploration & { readonly isRecording?: boolean }): Promise<Outcome> {
  return await run(history, scripted(history.faults), on);
}

/** One publication, alone, on every network and in every situation: each fault that is possible at each place. */
export async function* singles(seed: number, on: Exploration): AsyncGenerator<Explored> {
  for (const situation of SITUATIONS) {
    for (const capability of on.capabilities) {
      const given = within(situation, capability);
      const calm = await alone(capability, seed, given, on);
      yield calm;
      for (const [place, kind] of possible(worthIt(calm.outcome.sites, capability, given))) {
        if (!given.has(place)) yield await alone(capability, seed, new Map([...given, [place, kind]]), on);
      }
    }
  }
}

/** Where something goes out below the post, the situation is that of the first such thing. */
function within(situation: Faults, { below }: CapabilityClass): Faults {
  if (!below) return situation;
  const name = below.kind === "comment" ? "p1.comment" : "p1.part2";
  return new Map([...situation].map(([place, kind]) => [place.replace("p1", name), kind]));
}

/** The post alone has been through all of this by itself: what is left are the faults of what goes out below it. */
function worthIt(sites: readonly Site[], { below }: CapabilityClass, given: Faults): readonly Site[] {
  return below && given.size > 0 ? sites.filter(({ place }) => place.includes("p1.")) : sites;
}

/**
 * One fault more than `singles`: at any place that comes after the last has struck.
 *
 * @param share how many of all of them are tried (0 to 1), evenly spread.
 */
export async function* pairs(seed: number, share: number, on: Exploration): AsyncGenerator<Explored> {
  let index = hashOf(seed, "pairs") % 1_000;
  for await (const explored of singles(seed, on)) {
    for (const next of oneMore(explored)) {
      const isChosen = Math.floor(index * share) !== Math.floor((index + 1) * share);
      index += 1;
      if (isChosen) yield { history: next, outcome: await replay(next, on) };
    }
  }
}

function oneMore({ history, outcome }: Explored): readonly History[] {
  const last = [...outcome.faults.keys()].at(-1);
  const after = outcome.sites.slice(outcome.sites.findIndex(({ place }) => place === last) + 1);
  return possible(after).map((fault) => ({ ...history, faults: new Map([...history.faults, fault]) }));
}

/** Several publications, and faults anywhere: from a few to a storm. */
export async function randomly(seed: number, on: Exploration): Promise<Explored> {
  const history = { setting: CROWD, seed, faults: new Map() };
  const rate = pick(seed, "rate", [0.01, 0.03, 0.1, 0.25]);
  const outcome = await run(history, atRandom(hashOf(seed, "faults"), rate), on);
  return { history: { ...history, faults: outcome.faults }, outcome };
}

async function alone(capability: CapabilityClass, seed: number, faults: Faults, on: Exploration): Promise<Explored> {
  const history = { setting: capability.name, seed, faults };
  return { history, outcome: await replay(history, { ...on, isRecording: true }) };
}

async function run(
  history: History,
  choose: Chooser,
  { capabilities, ...options }: Exploration & { readonly isRecording?: boolean },
): Promise<Outcome> {
  const scenario = scenarioOf(history, capabilities);
  return await simulate({ scenario, seed: hashOf(history.seed, history.setting), choose }, options);
}

function possible(sites: readonly Site[]): readonly (readonly [string, FaultKind])[] {
  return sites.flatMap(({ place, kinds }) => kinds.map((kind) => [place, kind] as const));
}
