import { type Channel, networksOf } from "#lib/domain/accounts/channel.ts";
import { type Budget, stoppedBy } from "#lib/domain/accounts/rates/budget.ts";
import type { Purpose } from "#lib/domain/accounts/rates/purpose.ts";
import type { BudgetStore } from "./ports.ts";

/** A limit of a network that holds something back now. */
export interface HeldBack {
  readonly network: string;
  /** Absent: all channels on the network. */
  readonly channelId?: string;
  /** The limit, in the network's words. */
  readonly name: string;
  readonly usedShare: number;
  readonly until: Date;
  readonly purposes: readonly Purpose[];
}

/** What the networks' limits hold back now, for the people who run the channels; what opens last comes last. */
export async function listHeldBack(
  channels: readonly Channel[],
  store: Pick<BudgetStore, "read">,
  now: Date,
): Promise<readonly HeldBack[]> {
  const budgets = await Promise.all(networksOf(channels).map((network) => store.read(network)));
  return budgets
    .flat()
    .flatMap((budget) => heldBackBy(budget, now))
    .toSorted((one, other) => one.until.getTime() - other.until.getTime());
}

function heldBackBy(budget: Budget, now: Date): HeldBack[] {
  const purposes = stoppedBy(budget, now);
  const { network, channelId, name, usedShare, until } = budget;
  return purposes.length > 0 ? [{ network, channelId, name, usedShare, until, purposes }] : [];
}
