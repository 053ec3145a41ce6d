import { Budgets } from "#lib/app/accounts/rates/budgets.ts";
import { BudgetsTable } from "#lib/aws/budgets-table.ts";
import { documentClient } from "#lib/aws/document-client.ts";
import { systemClock } from "./clock.ts";
import { logger } from "./logger.ts";

/** The networks' budgets, shared by all functions through the channels table; one for each process. */
export function networkBudgets({ CHANNELS_TABLE: table }: { readonly CHANNELS_TABLE: string }): Budgets {
  return new Budgets({ store: new BudgetsTable(documentClient(), table), clock: systemClock, log: logger });
}
