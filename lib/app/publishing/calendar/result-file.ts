import { isColumn, RESULT_COLUMNS } from "#lib/domain/publishing/calendar/columns.ts";
import { guarded } from "#lib/domain/publishing/calendar/formula-guard.ts";
import { type RowOutcome, rowResult } from "#lib/domain/publishing/calendar/result.ts";
import { delimitedLine } from "./csv-line.ts";
import type { FileFormat } from "./file-format.ts";
import type { RefusedFile, SurveyedFile } from "./survey.ts";

/** Writes the result of one calendar, line by line, as the calendar itself is written. */
export interface ResultWriter {
  /** What stands above the rows: the lines above the header, the columns of the upload and those of the result. */
  head(): string;
  /** The row as it was written and what became of it. */
  row(row: RowOutcome): string;
}

export function resultWriter({ header, preamble, rules }: SurveyedFile, { delimiter }: FileFormat): ResultWriter {
  const line = (cells: readonly string[]) => delimitedLine(cells.map(guarded), delimiter);
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
      const { status, problem, remedy, link } = rowResult(row, { say: rules.say, columnName });
      return line([...row.plan.row.cells, status, problem, remedy, link]);
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
