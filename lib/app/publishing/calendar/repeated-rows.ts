import type { Say } from "#lib/domain/publishing/calendar/messages/say.ts";
import { onLine } from "#lib/domain/publishing/calendar/problem.ts";
import { held, type PlannedRow } from "./planned-row.ts";

/**
 * Refuses a row that an earlier line of the file has already said: two rows with one `id` would overwrite each other, and
 * two equal rows without one would be the same publication. Remembers one key a row, so memory grows with the file by
 * that and nothing else.
 */
export class RepeatedRows {
  readonly #firstLines = new Map<string, number>();
  readonly #say: Say;

  constructor(say: Say) {
    this.#say = say;
  }

  refuse(row: PlannedRow): PlannedRow {
    const { plan, publications } = row;
    const { line, values } = plan.row;
    const keys = values.id === "" ? publications.map(({ publicationId }) => publicationId) : [`id ${values.id}`];
    const earlier = keys.map((key) => this.#firstLines.get(key)).find((first) => first !== undefined);
    for (const key of keys) this.#firstLines.set(key, this.#firstLines.get(key) ?? line);
    if (earlier === undefined) return row;
    const { id } = values;
    const problem =
      id === ""
        ? { column: "", ...this.#say("rowRepeated", { line: earlier }) }
        : { column: "id", value: id, ...this.#say("idRepeated", { id, line: earlier }) };
    return held(row, onLine(line, problem));
  }
}
