import type { ReplyState } from "#lib/domain/engagement/reply.ts";
import type { PublicationState } from "#lib/domain/publishing/publication.ts";
import { audit, auditReply, type Violation } from "./auditor.ts";
import type { FaultKind } from "./fault.ts";
import { type Chooser, FaultPlan, type Site } from "./fault-plan.ts";
import { ReplyWorld } from "./reply-world.ts";
import type { Scenario } from "./scenario.ts";
import { World, type WorldOptions } from "./world.ts";

/** What one schedule came to. */
export interface Outcome {
  readonly violations: readonly Violation[];
  readonly faults: ReadonlyMap<string, FaultKind>;
  /** Every place that it passed, when they were recorded. */
  readonly sites: readonly Site[];
  readonly states: readonly (PublicationState | ReplyState)[];
}

/** Runs one schedule from its beginning to its end, and has it audited. */
export async function simulate(
  { scenario, seed, choose }: { readonly scenario: Scenario; readonly seed: number; readonly choose: Chooser },
  { isRecording = false, ...options }: WorldOptions & { readonly isRecording?: boolean } = {},
): Promise<Outcome> {
  const plan = new FaultPlan(seed, choose, { isRecording });
  if (scenario.rows[0]?.capability.what === "reply") return await simulateReply(scenario, plan, options.tell);
  const world = new World(scenario, plan, options);
  await world.run();
  return {
    violations: audit(world, scenario.rows, plan.taken.values()),
    faults: plan.taken,
    sites: plan.sites,
    states: world.table.all().map(({ state }) => state),
  };
}

async function simulateReply(scenario: Scenario, plan: FaultPlan, tell: WorldOptions["tell"]): Promise<Outcome> {
  const world = new ReplyWorld(scenario, plan, tell);
  await world.run();
  const states = world.reply ? [world.reply.state] : [];
  return { violations: auditReply(world), faults: plan.taken, sites: plan.sites, states };
}
