import type { DueIndex } from "#lib/app/publishing/ports.ts";
import type { PublishServices } from "#lib/app/publishing/publish-services.ts";
import type { PublicationTransition } from "#lib/domain/publishing/transitions/transition.ts";
import type { CommitOutcome, Network } from "#lib/networks/network.ts";
import { SimulatedTable } from "./simulated-table.ts";

type Ports = PublishServices & { readonly dueIndex: DueIndex };

/** The engine with one of its guards taken out: the simulation must see what then goes wrong. */
export interface Mutation {
  readonly name: string;
  readonly ports?: (ports: Ports) => Ports;
  readonly table?: () => SimulatedTable;
}

export const MUTATIONS: readonly Mutation[] = [
  {
    name: "claim condition: a claim is written whatever the state",
    ports: rewriting((transition) => (transition.set.state === "sending" ? { ...transition, guard: [] } : transition)),
  },
  {
    name: "fence: a lost claim still writes",
    ports: rewriting((transition) => without(transition, "fence")),
  },
  {
    name: "revision: an edit does not make what was read stale",
    ports: rewriting((transition) => without(transition, "revision")),
  },
  {
    name: "lease: shorter than the worker may live",
    ports: rewriting((transition) => {
      const leaseUntil = new Date(transition.entry.at.getTime() + 31_000);
      return transition.set.leaseUntil ? { ...transition, set: { ...transition.set, leaseUntil } } : transition;
    }),
  },
  {
    name: "ambiguous by default: an unclear answer counts as not accepted",
    ports: (ports) => ({ ...ports, findNetwork: (name) => optimist(ports.findNetwork(name)) }),
  },
  {
    name: "settle window: absence counts at once",
    ports: rewriting((transition) =>
      transition.set.settledAt
        ? { ...transition, set: { ...transition.set, settledAt: transition.entry.at } }
        : transition,
    ),
  },
  {
    name: "sweeper: ticks look ahead only",
    ports: (ports) => ({ ...ports, dueIndex: shortSighted(ports) }),
  },
  {
    name: "claimId: our own write is not recognised",
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

function without(transition: PublicationTransition, attribute: string): PublicationTransition {
  return { ...transition, guard: transition.guard.filter((condition) => condition.attribute !== attribute) };
}

function optimist(network: Network | undefined): Network | undefined {
  if (!network?.publishing) return network;
  const { commit } = network.publishing;
  const rosy = ({ reason }: { reason: string }): CommitOutcome => ({
    outcome: "notAccepted",
    because: "not-sent",
    reason,
  });
  const publishing: typeof network.publishing = {
    ...network.publishing,
    commit: async (...request) => {
      const outcome = await commit(...request);
      return outcome.outcome === "ambiguous" ? rosy(outcome) : outcome;
    },
  };
  return { ...network, publishing };
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

class ForgetfulTable extends SimulatedTable {
  protected override recognises(): boolean {
    return false;
  }
}
