import { type Exploration, type Explored, pairs, randomly, singles } from "./explore.ts";
import { count, emptyReport, type Report } from "./report.ts";

export interface Campaign {
  readonly schedules: number;
  readonly seed: number;
  /** This part of so many: several cores share a campaign. @default the whole */
  readonly part?: { readonly index: number; readonly of: number };
}

/** So many of the schedules go to the enumeration of faults, when it needs as many. */
const ENUMERATED_SHARE = 0.88;
const PAIRED_SHARE = 0.05;
/** About one in so many pairs, so that they come from every network and every situation. */
const PAIRS_TRIED = 0.004;

/** Enumerates single faults, then some pairs, and tries its luck with whole crowds for the rest. */
export async function conduct(campaign: Campaign, on: Exploration): Promise<Report> {
  const { seed, part = { index: 0, of: 1 } } = campaign;
  const budget = Math.ceil(campaign.schedules / part.of);
  const report = emptyReport();
  const own = { ...on, capabilities: on.capabilities.filter((_, index) => index % part.of === part.index) };
  await take(singles(seed, own), budget * ENUMERATED_SHARE, report);
  await take(pairs(seed, PAIRS_TRIED, own), report.schedules + budget * PAIRED_SHARE, report);
  const first = (seed * part.of + part.index) * 100_000_000;
  for (let index = first; report.schedules < budget; index++) count(report, await randomly(index, on));
  return report;
}

async function take(explored: AsyncIterable<Explored>, until: number, report: Report): Promise<void> {
  if (report.schedules >= until) return;
  for await (const each of explored) {
    count(report, each);
    if (report.schedules >= until) return;
  }
}
