import type { BudgetStore } from "#lib/app/accounts/rates/ports.ts";
import { type Budget, budgetKey, supersedes } from "#lib/domain/accounts/rates/budget.ts";

/** Budgets in memory, with the same condition as the table's. */
export class InMemoryBudgets implements BudgetStore {
  readonly #items = new Map<string, Budget>();
  readCount = 0;
  /** Counts what a table would be asked to write. */
  writeCount = 0;
  /** Called before everything: a test throws here to make the store fail. */
  before: () => void = () => {};

  get all(): readonly Budget[] {
    return [...this.#items.values()];
  }

  of(network: string): readonly Budget[] {
    return this.all.filter((budget) => budget.network === network);
  }

  keep(budget: Budget): void {
    const key = `${budget.network} ${budgetKey(budget)}`;
    const known = this.#items.get(key);
    if (!known || supersedes(budget, known)) this.#items.set(key, budget);
  }

  async read(network: string): Promise<readonly Budget[]> {
    this.before();
    this.readCount++;
    return this.of(network);
  }

  async record(budget: Budget): Promise<void> {
    this.before();
    this.writeCount++;
    this.keep(budget);
  }
}
