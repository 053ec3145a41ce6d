import { onLine } from "#lib/domain/publishing/calendar/problem.ts";
import { cancelMissing } from "./cancel-missing.ts";
import type { MissingRow } from "./ledger/difference.ts";
import { FileComparison } from "./ledger/file-comparison.ts";
import type { Journal } from "./ledger/journal.ts";
import type { EarlierPart } from "./ledger/manifest.ts";
import type { ManifestEntry, Spill } from "./ledger/ports.ts";
import type { OpenedCalendar } from "./open-calendar.ts";
import type { PlanServices } from "./plan-calendar.ts";
import { plannedBatches } from "./planned-batches.ts";
import type { CalendarSource, PublicationPlanner } from "./ports.ts";
import { type ResultWriter, resultWriter } from "./result-file.ts";
import type { ResumedPlan } from "./resume/resumed-plan.ts";
import type { Tally } from "./tally.ts";

export interface ImportRun {
  readonly opened: Extract<OpenedCalendar, { ok: true }>;
  readonly tally: Tally;
  readonly services: PlanServices & { readonly planner: PublicationPlanner };
  readonly journal: Journal;
  readonly resumed: ResumedPlan;
  readonly spill: Spill;
  /** What earlier imports of the calendar have asked for. */
  readonly earlier: AsyncIterable<EarlierPart>;
}

/** Plans the rows of a file, cancels what it does not name any more, and yields the lines of the result. */
export async function* importRows(source: CalendarSource, run: ImportRun): AsyncGenerator<string> {
  const { opened, tally, spill } = run;
  const result = resultWriter(opened, opened.format);
  const comparison = new FileComparison(spill, opened.rules);
  yield result.head();
  yield* planRows(source, { run, result, comparison });
  const obstacle = await comparison.whyNotCancel(run.earlier, source.uploadedAt);
  if (obstacle) tally.addProblems([onLine(1, { column: "", ...obstacle, severity: "warning" })]);
  if (obstacle) yield result.notCancelled(obstacle);

  await run.journal.writeAll(comparison.refused());
  if (obstacle) await run.journal.writeAll(settledEntries(comparison));
  yield* cancelRows(source, obstacle ? comparison.missing(false) : comparison.missing(), { run, result });
}

interface Stage {
  readonly run: ImportRun;
  readonly result: ResultWriter;
  readonly comparison: FileComparison;
}

async function* planRows(source: CalendarSource, { run, result, comparison }: Stage): AsyncGenerator<string> {
  const { opened, tally, resumed, services } = run;
  const { known } = services.planner;
  // What is wrong with the header has no row of its own: the first one tells it.
  let ofHeader = opened.header.warnings;
  tally.addProblems(ofHeader);
  const plan: PublicationPlanner["plan"] = (publications, uploadedAt) => resumed.plan(publications, uploadedAt);
  for await (const rows of plannedBatches(source, opened, { services, plan, known })) {
    comparison.addRows(rows);
    for (const row of rows) {
      tally.addRow(row);
      yield result.row({ ...row, plan: { ...row.plan, problems: [...ofHeader, ...row.plan.problems] } });
      ofHeader = [];
    }
  }
  await resumed.flush();
}

async function* cancelRows(
  source: CalendarSource,
  missing: Iterable<readonly MissingRow[]>,
  { run, result }: Pick<Stage, "run" | "result">,
): AsyncGenerator<string> {
  const { journal, services, tally } = run;
  const why = cancelReason(source);
  const cancel = async (publicationIds: readonly string[]) => {
    await journal.keepTurn();
    return services.planner.cancel(publicationIds, why);
  };
  const cancelled = cancelMissing(missing, { cancel, keep: (entries) => journal.writeAll([entries]) });
  for await (const { remains, posts } of cancelled) {
    tally.addCancelled(remains);
    yield result.cancelled(posts);
  }
}

/** For the timeline of the publication: names the upload. */
function cancelReason({ fileName, uploadedAt }: CalendarSource): string {
  return `its row is not in ${fileName}.csv as it was uploaded at ${uploadedAt.toISOString().slice(0, 19)}Z`;
}

function* settledEntries(comparison: FileComparison): Generator<readonly ManifestEntry[]> {
  for (const rows of comparison.missing(true)) yield rows.flatMap(({ entries }) => entries);
}
