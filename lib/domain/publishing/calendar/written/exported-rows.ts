import type { Publication } from "../../publication.ts";
import { partId } from "../row-part.ts";
import { type WrittenRow, writtenRow } from "./row.ts";

/** A row of the plan, written as a calendar would ask for it. */
export interface ExportedRow extends WrittenRow {
  readonly calendar: string;
  /** Its posts, what goes out below them included. */
  readonly posts: readonly Publication[];
}

/**
 * Writes publications as the rows that ask for them, by time. What was cancelled is left out: whoever uploads the rows
 * does not want it back. A row that its channels have at different times is written in parts, one for each channel.
 */
export function exportedRows(publications: readonly Publication[]): readonly ExportedRow[] {
  const wanted = publications.filter(({ state }) => state !== "cancelled");
  const rows = Map.groupBy(wanted, ({ calendar, rowId }) => JSON.stringify([calendar, rowId]));
  const ids = new Set<string>();
  return [...rows.values()]
    .flatMap(writtenParts)
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

function writtenParts(posts: readonly Publication[]) {
  const isOneRow = new Set(posts.map(({ dueAt }) => dueAt.getTime())).size === 1;
  if (isOneRow) return written(posts);
  const parts = Map.groupBy(posts, ({ channelId }) => channelId);
  return [...parts].flatMap(([channelId, ofChannel]) =>
    written(ofChannel).map(({ values, ...row }) => ({
      ...row,
      values: { ...values, id: partId(values.id ?? "", channelId) },
    })),
  );
}

function written([first, ...others]: readonly Publication[]) {
  return first ? [{ ...writtenRow([first, ...others]), posts: [first, ...others] }] : [];
}
