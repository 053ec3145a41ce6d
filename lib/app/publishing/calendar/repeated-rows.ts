import type { Say } from "#lib/domain/publishing/calendar/messages/say.ts";
import { onLine } from "#lib/domain/publishing/calendar/problem.ts";
import { held, type PlannedRow } from "./planned-row.ts";
import type { Scratch } from "./scratch.ts";

/**
 * Refuses a row that an earlier line of the file has already said: two rows with one `id` would overwrite each other, and
 * two equal rows without one would be the same publication.
 */
export class RepeatedRows {
  readonly #firstLines: Scratch;
  readonly #say: Say;

  /** @param firstLines empty, and for this file alone. */
  constructor(firstLines: Scratch, say: Say) {
    this.#firstLines = firstLines;
    this.#say = say;
  }

  refuse(row: PlannedRow): PlannedRow {
    const { plan, publications } = row;
    const { line, values } = plan.row;
    const keys = values.id === "" ? publications.map(({ publicationId }) => publicationId) : [`id ${values.id}`];
    const earlier = keys.map((key) => this.#firstLines.keep(key, String(line))).find((first) => first !== undefined);
    if (earlier === undefined) return row;
    const { id } = values;
    const problem =
      id === ""
        ? { column: "", ...this.#say("rowRepeated", { line: Number(earlier) }) }
        : { column: "id", value: id, ...this.#say("idRepeated", { id, line: Number(earlier) }) };
    return held(row, onLine(line, problem));
  }
}
