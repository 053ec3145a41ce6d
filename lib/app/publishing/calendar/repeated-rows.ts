import { type CalendarProblem, onLine, quote } from "#lib/domain/publishing/calendar/problem.ts";
import { held, type PlannedRow } from "./planned-row.ts";

/**
 * Refuses a row that an earlier line of the file has already said: two rows with one `id` would overwrite each other, and
 * two equal rows without one would be the same publication. Remembers one key a row, so memory grows with the file by
 * that and nothing else.
 */
export class RepeatedRows {
  readonly #firstLines = new Map<string, number>();

  refuse(row: PlannedRow): PlannedRow {
    const { plan, publications } = row;
    const { line, values } = plan.row;
    const keys = values.id === "" ? publications.map(({ publicationId }) => publicationId) : [`id ${values.id}`];
    const earlier = keys.map((key) => this.#firstLines.get(key)).find((first) => first !== undefined);
    for (const key of keys) this.#firstLines.set(key, this.#firstLines.get(key) ?? line);
    if (earlier === undefined) return row;
    return held(row, values.id === "" ? saidTwice(line, earlier) : idTwice(line, earlier, values.id));
  }
}

function idTwice(line: number, earlier: number, id: string): CalendarProblem {
  return onLine(line, {
    column: "id",
    value: id,
    problem: `the id ${quote(id)} is already used in line ${earlier}`,
    remedy: "Give each row an id of its own.",
  });
}

function saidTwice(line: number, earlier: number): CalendarProblem {
  return onLine(line, {
    column: "",
    problem: `line ${earlier} has the same post on the same channel at the same time`,
    remedy: "Take one of the two rows out. If both are meant, give each an id.",
  });
}
