import { guarded } from "#lib/domain/publishing/calendar/formula-guard.ts";
import { RESULT_COLUMNS } from "#lib/domain/publishing/calendar/header.ts";
import type { CalendarProblem } from "#lib/domain/publishing/calendar/problem.ts";
import { type RowOutcome, rowResult } from "#lib/domain/publishing/calendar/result.ts";
import { csvLine } from "./csv-line.ts";

/** Makes Excel read the file as UTF-8. */
const BYTE_ORDER_MARK = "\uFEFF";

/** The first line: the columns of the upload and those of the result. */
export function resultHeader(columns: readonly string[]): string {
  return BYTE_ORDER_MARK + csvLine([...columns, ...RESULT_COLUMNS].map(guarded));
}

/** The row as it was written and what became of it. */
export function resultLine(row: RowOutcome): string {
  const { status, problem, remedy, link } = rowResult(row);
  return csvLine([...row.plan.row.cells, status, problem, remedy, link].map(guarded));
}

/** The whole result of a file that was refused. */
export function refusalLines(problems: readonly CalendarProblem[]): readonly string[] {
  const lines = problems.map(({ line, problem, remedy }) =>
    csvLine(["rejected", `line ${line}: ${problem}`, remedy, ""].map(guarded)),
  );
  return [resultHeader([]), ...lines];
}
