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

/** A history, and how many there are with one fault more, at a place that comes after its last one. */
export interface Branching {
  readonly history: History;
  readonly branches: number;
}

export function branching(explored: Explored): Branching {
  return { history: explored.history, branches: oneMore(explored).length };
}

/** So many of the histories that have one fault more than the given ones, evenly spread over all of them. */
export async function* pairs(firsts: readonly Branching[], wanted: number, on: Exploration): AsyncGenerator<Explored> {
  const total = firsts.reduce((sum, { branches }) => sum + branches, 0);
  const step = Math.max(total / wanted, 1);
  let next = step / 2;
  let passed = 0;
  for (const { history, branches } of firsts) {
    const until = passed + branches;
    if (next < until) {
      const seconds = oneMore({ history, outcome: await replay(history, { ...on, isRecording: true }) });
      for (; next < until; next += step) {
        const second = seconds[Math.floor(next) - passed];
        if (second) yield await withOneMore(history, second, on);
      }
    }
    passed = until;
  }
}

function oneMore({ outcome }: Explored): readonly PlacedFault[] {
  const last = [...outcome.faults.keys()].at(-1);
  return possible(outcome.sites.slice(outcome.sites.findIndex(({ place }) => place === last) + 1));
}

async function withOneMore(history: History, second: PlacedFault, on: Exploration): Promise<Explored> {
  const next = { ...history, faults: new Map([...history.faults, second]) };
  return { history: next, outcome: await replay(next, on) };
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

type PlacedFault = readonly [place: string, kind: FaultKind];

function possible(sites: readonly Site[]): readonly PlacedFault[] {
  return sites.flatMap(({ place, kinds }) => kinds.map((kind) => [place, kind] as const));
}
