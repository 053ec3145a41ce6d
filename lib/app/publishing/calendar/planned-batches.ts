import { inBatches } from "./batches.ts";
import type { DoneRow } from "./done-row.ts";
import type { OpenCalendar } from "./open-calendar.ts";
import { type BatchContext, planBatch } from "./plan-batch.ts";
import { type PlanServices, planCalendar } from "./plan-calendar.ts";
import type { CalendarSource } from "./ports.ts";
import { QuotaChecks } from "./quotas/quota-checks.ts";

const BATCH = 1_000;

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
  for await (const rows of inBatches(judged, services.batchSize ?? BATCH)) {
    yield await quotas.warn(await planBatch(rows, context));
  }
}
