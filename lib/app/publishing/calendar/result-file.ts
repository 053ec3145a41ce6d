import { isColumn, RESULT_COLUMNS } from "#lib/domain/publishing/calendar/columns.ts";
import { guarded } from "#lib/domain/publishing/calendar/formula-guard.ts";
import type { Wording } from "#lib/domain/publishing/calendar/messages/catalogue.ts";
import { type RowOutcome, rowResult } from "#lib/domain/publishing/calendar/result.ts";
import { laidOut } from "#lib/domain/publishing/calendar/written/laid-out.ts";
import { type PostInPlan, writtenRow } from "#lib/domain/publishing/calendar/written/row.ts";
import { delimitedLine } from "./csv-line.ts";
import type { FileFormat } from "./file-format.ts";
import type { RefusedFile, SurveyedFile } from "./survey.ts";

/** Writes the result of one calendar, line by line, as the calendar itself is written. */
export interface ResultWriter {
  /** What stands above the rows: the lines above the header, the columns of the upload and those of the result. */
  head(): string;
  /** The row as it was written and what became of it. */
  row(row: RowOutcome): string;
  /** Below the rows: one of an earlier upload that was cancelled, because the file does not name it any more. */
  cancelled(posts: readonly [PostInPlan, ...PostInPlan[]]): string;
  /** Below the rows: why nothing was cancelled that the file does not name any more. */
  notCancelled(why: Wording): string;
}

export function resultWriter({ header, preamble, rules }: SurveyedFile, { delimiter }: FileFormat): ResultWriter {
  const line = (cells: readonly string[]) => delimitedLine(cells.map(guarded), delimiter);
  const { say } = rules;
  const columnName = (column: string) => {
    const [position = -1] = isColumn(column) ? (header.positions.get(column) ?? []) : [];
    return header.cells[position]?.trim() ?? column;
  };
  return {
    head: () =>
      [...preamble.map((cells) => delimitedLine(cells, delimiter)), line([...header.cells, ...RESULT_COLUMNS])].join(
        "",
      ),
    row(row) {
      const { status, problem, remedy, link } = rowResult(row, { say, columnName });
      return line([...row.plan.row.cells, status, problem, remedy, link]);
    },
    cancelled(posts) {
      const cells = laidOut(writtenRow(posts), header, rules.timeZone ?? "UTC");
      return line([...cells, say.word("cancelled"), say.word("cancelledWhy"), say.word("cancelledRemedy"), ""]);
    },
    notCancelled({ problem, remedy }) {
      return line([...header.cells.map(() => ""), say.word("notCancelled"), problem, remedy, ""]);
    },
  };
}

/** The whole result of a file that was refused. */
export function refusalLines({ problems, say }: RefusedFile, { delimiter }: FileFormat): readonly string[] {
  const line = (cells: readonly string[]) => delimitedLine(cells.map(guarded), delimiter);
  const rows = problems.map(({ line: number, problem, remedy }) =>
    line([say.word("rejected"), `${say.word("line", { line: number })}${problem}`, remedy, ""]),
  );
  return [line(RESULT_COLUMNS), ...rows];
}
