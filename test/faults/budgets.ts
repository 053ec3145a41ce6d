import { Budgets } from "#lib/app/accounts/rates/budgets.ts";
import type { InMemoryBudgets } from "#test/support/in-memory-budgets.ts";
import type { FaultKind } from "./fault.ts";
import { CALL_FAULTS, type Process } from "./process.ts";

const READ_FAULTS: readonly FaultKind[] = ["fail", "slow", "late-answer", "kill", "freeze"];

/** Neither is on the way of a commit: what goes wrong here may cost time, and nothing else. */
const WEIGHT = 0.3;

/** The networks' budgets as one process knows them, over a store that all share and that may fail. */
export function budgetsOf(store: InMemoryBudgets, process: Process): Budgets {
  return new Budgets({
    clock: process.clock,
    log: { info: () => {}, warn: () => {} },
    store: {
      read: (network) =>
        process.call({ name: "budgets", weight: WEIGHT, kinds: READ_FAULTS, effect: () => store.of(network) }),
      record: (budget) =>
        process.call({ name: "write-budget", weight: WEIGHT, kinds: CALL_FAULTS, effect: () => store.keep(budget) }),
    },
  });
}
