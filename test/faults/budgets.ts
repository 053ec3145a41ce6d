import { Budgets } from "#lib/app/accounts/rates/budgets.ts";
import { type Budget, closureOf } from "#lib/domain/accounts/rates/budget.ts";
import type { Network } from "#lib/networks/network.ts";
import { InMemoryBudgets } from "#test/support/in-memory-budgets.ts";
import type { FaultKind } from "./fault.ts";
import { CALL_FAULTS, type Process } from "./process.ts";

const READ_FAULTS: readonly FaultKind[] = ["fail", "slow", "late-answer", "kill", "freeze"];

/** Neither is on the way of a commit: what goes wrong here may cost time, and nothing else. */
const WEIGHT = 0.3;

/** The networks' budgets as they are stored, and who sent a request although they knew better. */
export class SharedBudgets {
  readonly stored = new InMemoryBudgets();
  /** Publications for which a commit left while its worker had read that the network takes none. */
  readonly disrespected = new Set<string>();
  readonly #readBy = new WeakMap<Process, readonly Budget[]>();

  /** As one process knows them: every call may fail. */
  of(process: Process): Budgets {
    return new Budgets({
      clock: process.clock,
      log: { info: () => {}, warn: () => {} },
      store: {
        read: async (network) => {
          const effect = () => this.stored.of(network);
          const read = await process.call({ name: "budgets", weight: WEIGHT, kinds: READ_FAULTS, effect });
          this.#readBy.set(process, read);
          return read;
        },
        record: (budget) =>
          process.call({
            name: "write-budget",
            weight: WEIGHT,
            kinds: CALL_FAULTS,
            effect: () => this.stored.keep(budget),
          }),
      },
    });
  }

  /** The network, watched for commits of a process that had read of a closed budget. */
  watching<Watched extends Network>(network: Watched, process: Process): Watched {
    const { publishing } = network;
    if (!publishing) return network;
    const commit: typeof publishing.commit = (draft, progress, commitKey, context) => {
      const known = this.#readBy.get(process) ?? [];
      if (closureOf(known, "publishing", process.clock.now())) this.disrespected.add(publicationOf(commitKey));
      return publishing.commit(draft, progress, commitKey, context);
    };
    return { ...network, publishing: { ...publishing, commit } };
  }
}

/** A commit key is the publication's id, a dash and the revision. */
function publicationOf(commitKey: string): string {
  return commitKey.slice(0, commitKey.lastIndexOf("-"));
}
