import { type Branching, branching, type Exploration, type Explored, pairs, randomly, singles } from "./explore.ts";
import { type Progress, progressOf } from "./progress.ts";
import { count, emptyReport, type Report } from "./report.ts";

export interface Campaign {
  readonly schedules: number;
  readonly seed: number;
  /** This part of so many: several cores share a campaign. @default the whole */
  readonly part?: { readonly index: number; readonly of: number };
}

/** So many of the schedules go to the enumeration of single faults, when it needs as many. */
const ENUMERATED_SHARE = 0.88;
const SCHEDULES_PER_PROGRESS = 500;

/**
 * Enumerates single faults; half of what is left goes to pairs of them, the other half to whole crowds that have whatever
 * bad luck comes.
 */
export async function conduct(
  campaign: Campaign,
  on: Exploration,
  hear: (progress: Progress) => void = () => undefined,
): Promise<Report> {
  const { seed, part = { index: 0, of: 1 } } = campaign;
  const budget = Math.ceil(campaign.schedules / part.of);
  const report = emptyReport();
  const add = (explored: Explored) => {
    count(report, explored);
    if (report.schedules % SCHEDULES_PER_PROGRESS === 0) hear(progressOf(report));
  };
  const own = { ...on, capabilities: on.capabilities.filter((_, index) => index % part.of === part.index) };

  const firsts: Branching[] = [];
  for await (const explored of atMost(budget * ENUMERATED_SHARE, singles(seed, own))) {
    add(explored);
    firsts.push(branching(explored));
  }
  report.singles = firsts.length;
  report.hasAllSingles = firsts.length < budget * ENUMERATED_SHARE;

  const pairsWanted = Math.floor((budget - report.schedules) / 2);
  for await (const explored of atMost(pairsWanted, pairs(firsts, pairsWanted, own))) {
    add(explored);
    report.pairs += 1;
  }

  const first = (seed * part.of + part.index) * 100_000_000;
  for (; report.schedules < budget; report.crowds++) add(await randomly(first + report.crowds, on));
  return report;
}

async function* atMost<Item>(count: number, items: AsyncIterable<Item>): AsyncGenerator<Item> {
  let taken = 0;
  if (count <= 0) return;
  for await (const item of items) {
    yield item;
    taken += 1;
    if (taken >= count) return;
  }
}
