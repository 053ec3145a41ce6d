import type { Publication } from "../../publication.ts";
import { type WrittenRow, writtenRow } from "./row.ts";

/** A row of the plan, written as a calendar would ask for it. */
export interface ExportedRow extends WrittenRow {
  readonly calendar: string;
  /** Its posts, what goes out below them included. */
  readonly posts: readonly Publication[];
}

/**
 * Writes publications as the rows that ask for them, by time. What was cancelled is left out: whoever uploads the rows
 * does not want it back.
 */
export function exportedRows(publications: readonly Publication[]): readonly ExportedRow[] {
  const wanted = publications.filter(({ state }) => state !== "cancelled");
  const rows = Map.groupBy(wanted, ({ calendar, rowId, dueAt }) => JSON.stringify([calendar, rowId, dueAt]));
  const ids = new Set<string>();
  return [...rows.values()]
    .flatMap(([first, ...others]) => (first ? [{ ...writtenRow([first, ...others]), posts: [first, ...others] }] : []))
    .toSorted((one, other) => one.dueAt.getTime() - other.dueAt.getTime())
    .map(({ posts, values, ...row }) => {
      const calendar = posts[0]?.calendar ?? "";
      const id = values.id ?? "";
      // Two calendars may call different rows the same; one file must not.
      const unique = ids.has(id) ? `${calendar}/${id}` : id;
      ids.add(unique);
      return { ...row, calendar, posts, values: { ...values, id: unique } };
    });
}
