import type { Budget } from "#lib/domain/accounts/rates/budget.ts";

/** What all workers know of the networks' budgets. */
export interface BudgetStore {
  /** All of one network that were ever worth storing, open or not. */
  read(network: string): Promise<readonly Budget[]>;
  /** Keeps it unless what is stored is newer (`supersedes`). May be repeated. */
  record(budget: Budget): Promise<void>;
}
