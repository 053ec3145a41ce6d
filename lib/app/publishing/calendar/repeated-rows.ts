import type { Say } from "#lib/domain/publishing/calendar/messages/say.ts";
import { onLine } from "#lib/domain/publishing/calendar/problem.ts";
import { rowOfPart } from "#lib/domain/publishing/calendar/row-part.ts";
import { held, type PlannedRow } from "./planned-row.ts";
import type { Scratch } from "./scratch.ts";

const PART = "part";

/**
 * Refuses a row that an earlier line of the file has already said: two rows with one `id` would overwrite each other, as
 * would a row and a part of it, and two equal rows without one would be the same publication.
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
    const { line, values } = row.plan.row;
    const { id } = values;
    const earlier = id === "" ? this.#sameRow(row) : this.#sameId(row);
    if (earlier === undefined) return row;
    const problem =
      id === ""
        ? { column: "", ...this.#say("rowRepeated", { line: Number.parseInt(earlier, 10) }) }
        : { column: "id", value: id, ...this.#say("idRepeated", { id, line: Number.parseInt(earlier, 10) }) };
    return held(row, onLine(line, problem));
  }

  #sameRow({ plan, publications }: PlannedRow): string | undefined {
    const line = String(plan.row.line);
    const noted = publications.map(({ publicationId }) => this.#firstLines.keep(publicationId, line));
    return noted.find((first) => first !== undefined);
  }

  #sameId(row: PlannedRow): string | undefined {
    const { line, values } = row.plan.row;
    const noted = this.#firstLines.keep(`id ${values.id}`, String(line));
    return noted ?? (values.id.includes("@") ? this.#wholeRow(row) : undefined);
  }

  /** The line of the whole row, when this one is a part of it. Further parts are welcome. */
  #wholeRow({ plan, publications }: PlannedRow): string | undefined {
    const { line, values } = plan.row;
    const rows = new Set(publications.map(({ channel }) => rowOfPart(values.id, channel.channelId)));
    rows.delete(values.id);
    const noted = [...rows].map((id) => this.#firstLines.keep(`id ${id}`, `${line} ${PART}`));
    return noted.find((first) => first !== undefined && !first.endsWith(PART));
  }
}
