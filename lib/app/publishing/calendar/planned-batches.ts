import { inBatches } from "./batches.ts";
import type { DoneRow } from "./done-row.ts";
import type { OpenCalendar } from "./open-calendar.ts";
import { type BatchContext, planBatch } from "./plan-batch.ts";
import { type PlanServices, planCalendar } from "./plan-calendar.ts";
import type { CalendarSource } from "./ports.ts";
import { QuotaChecks } from "./quotas/quota-checks.ts";

/** Most calendars are no longer: what is judged over a batch is judged over all of them. */
const FIRST_BATCH = 1_000;

/**
 * Enough that the ledger is written to for few of them. With four times as many, the rows that are held make garbage
 * collection a third of the work.
 */
const BATCH = 250;

/** Judges the rows of a file and puts them into the plan, or only looks what that would do, in order. */
export async function* plannedBatches(
  source: CalendarSource,
  opened: OpenCalendar,
  { services, ...plan }: Pick<BatchContext, "plan" | "known"> & { readonly services: PlanServices },
): AsyncGenerator<readonly DoneRow[]> {
  const context = { ...plan, uploadedAt: source.uploadedAt, say: opened.rules.say };
  const judged = planCalendar(source, opened, services);
  const { name: calendar } = source;
  const { channels, findNetwork, plannedDays } = services;
  const quotas = new QuotaChecks({ calendar, channels, findNetwork, say: opened.rules.say, planned: plannedDays });
  const { batchSize = BATCH, batchSize: firstBatchSize = FIRST_BATCH } = services;
  for await (const rows of inBatches(judged, batchSize, firstBatchSize)) {
    yield await quotas.warn(await planBatch(rows, context));
  }
}
