import { channelOpener } from "#lib/app/accounts/channel-access.ts";
import type { ChannelStates } from "#lib/app/accounts/ports.ts";
import type { Applied, DueIndex } from "#lib/app/publishing/ports.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { applied, type PublicationTransition } from "#lib/domain/publishing/transitions/transition.ts";
import type { CommitOutcome, Network, PendingCommit } from "#lib/networks/network.ts";
import { SimulatedTable } from "./simulated-table.ts";
import type { Ports } from "./worker-ports.ts";

/** The engine with one of its guards taken out: the simulation must see what then goes wrong. */
export interface Mutation {
  readonly name: string;
  /** What the engine then does. */
  readonly without: string;
  readonly ports?: (ports: Ports) => Ports;
  readonly table?: () => SimulatedTable;
}

export const MUTATIONS: readonly Mutation[] = [
  {
    name: "claim condition",
    without: "a claim is written whatever the state",
    ports: rewriting((transition) => (transition.set.state === "sending" ? { ...transition, guard: [] } : transition)),
  },
  {
    name: "fence",
    without: "who read an older claim or doubt still writes",
    ports: rewriting((transition) => withoutCondition(transition, "fence")),
  },
  {
    name: "revision",
    without: "an edit does not make stale what was read before",
    ports: rewriting((transition) => withoutCondition(transition, "revision")),
  },
  {
    name: "lease > timeout",
    without: "the lease, and what is waited after it, end before the worker's life",
    table: () => new ShortLeaseTable(),
  },
  {
    name: "ambiguous by default",
    without: "an unclear answer counts as not accepted",
    ports: (ports) => ({ ...ports, findNetwork: (name) => optimist(ports.findNetwork(name)) }),
  },
  {
    name: "refusal after a doubt is evidence",
    without: "it ends the publication as failed",
    ports: rewriting(({ remove = [], ...transition }) =>
      transition.set.reason === "refused" && transition.set.state === "uncertain"
        ? { ...transition, set: { state: "failed" }, remove: [...remove, "nextStepAt"] }
        : { ...transition, remove },
    ),
  },
  {
    name: "settle window",
    without: "absence counts at once",
    ports: rewriting(({ set, ...transition }) =>
      set.settledAt ? { ...transition, set: { ...set, settledAt: transition.entry.at } } : { ...transition, set },
    ),
  },
  {
    name: "sweeper",
    without: "ticks look ahead only",
    ports: (ports) => ({ ...ports, dueIndex: shortSighted(ports) }),
  },
  {
    name: "approval",
    without: "a claim does not ask whether the approval still stands",
    ports: rewriting((transition) => withoutCondition(transition, "approvedRevision")),
  },
  {
    name: "kill switch",
    without: "claims do not heed that publishing was stopped",
    ports: (ports) => ({ ...ports, gate: { obstacle: async () => undefined } }),
  },
  {
    name: "closed budgets",
    without: "commits do not heed what is known of the network's limits",
    ports: (ports) => ({ ...ports, budgets: heedless(ports) }),
  },
  {
    name: "refresh lock",
    without: "every worker whose token is refused refreshes it",
    ports: (ports) => ({ ...ports, openChannel: channelOpener({ ...ports.accounts, states: lockless(ports) }) }),
  },
  {
    name: "follow-up after its parent",
    without: "what follows a post does not wait for it",
    ports: (ports) => ({ ...ports, publications: { ...ports.publications, getMany: impatient(ports) } }),
  },
  {
    name: "claimId",
    without: "our own write, repeated by the SDK, is not recognised",
    table: () => new ForgetfulTable(),
  },
];

function rewriting(rewrite: (transition: PublicationTransition) => PublicationTransition) {
  return (ports: Ports): Ports => {
    const { publications } = ports;
    const apply: typeof publications.apply = (publication, transition) =>
      publications.apply(publication, rewrite(transition));
    return { ...ports, publications: { ...publications, apply } };
  };
}

function withoutCondition(transition: PublicationTransition, attribute: string): PublicationTransition {
  return { ...transition, guard: transition.guard.filter((condition) => condition.attribute !== attribute) };
}

function optimist(network: Network | undefined): Network | undefined {
  if (!network?.publishing) return network;
  const { commit } = network.publishing;
  const publishing: typeof network.publishing = {
    ...network.publishing,
    commit: async (...request) => rosy(await commit(...request)),
  };
  return { ...network, publishing };
}

function impatient({ publications }: Ports): Ports["publications"]["getMany"] {
  return async (ids) =>
    (await publications.getMany(ids)).map((each) =>
      each.followUp && !each.parentRemoteId
        ? { ...each, parentRemoteId: "r1", followsSince: each.dueAt, nextStepAt: each.dueAt }
        : each,
    );
}

function rosy(outcome: CommitOutcome | PendingCommit): CommitOutcome | PendingCommit {
  if (outcome.outcome !== "ambiguous") return outcome;
  return { outcome: "notAccepted", because: "not-sent", reason: outcome.reason };
}

function shortSighted({ dueIndex, clock }: Ports): DueIndex {
  return {
    lookedUntil: () => dueIndex.lookedUntil(),
    setLookedUntil: (instant) => dueIndex.setLookedUntil(instant),
    async *due(from, to) {
      const now = clock.now();
      for await (const page of dueIndex.due(from, to)) yield page.filter(({ nextStepAt }) => nextStepAt >= now);
    },
  };
}

function heedless({ budgets }: Ports): Ports["budgets"] {
  return {
    open: async (...channel) => ({ ...(await budgets.open(...channel)), closure: () => undefined }),
  };
}

function lockless({ accounts: { states } }: Ports): ChannelStates {
  const lock: ChannelStates["lock"] = async (...asked) => {
    await states.lock(...asked);
    return { isOurs: true, knownVersion: 0 };
  };
  return { ...states, lock };
}

class ForgetfulTable extends SimulatedTable {
  protected override recognises(): boolean {
    return false;
  }
}

const SHORT_LEASE_MS = 2_000;

/** What the timeline says of a claim whose holder is taken for dead. */
const EXPIRED = "the lease ran out";

/** Others see a short lease; its holder believes in the full one. */
class ShortLeaseTable extends SimulatedTable {
  override apply(publication: Publication, transition: PublicationTransition, isRepeated: boolean): Applied {
    if (transition.set.settledAt && transition.entry.detail === EXPIRED) {
      const settledAt = new Date(transition.entry.at.getTime() + SHORT_LEASE_MS);
      return super.apply(publication, { ...transition, set: { ...transition.set, settledAt } }, isRepeated);
    }
    if (!transition.set.leaseUntil) return super.apply(publication, transition, isRepeated);
    const leaseUntil = new Date(transition.entry.at.getTime() + SHORT_LEASE_MS);
    const set = { ...transition.set, leaseUntil };
    const written = super.apply(publication, { ...transition, set }, isRepeated);
    return written.applied ? { applied: true, publication: applied(publication, transition) } : written;
  }
}
