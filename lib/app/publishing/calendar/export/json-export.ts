import type { ExportedRow } from "#lib/domain/publishing/calendar/written/exported-rows.ts";

/** The rows for programs: the cells of the CSV by column, and what has become of each post. */
export function jsonExport(rows: readonly ExportedRow[]) {
  return rows.map(({ calendar, dueAt, values, variants, posts }) => ({
    ...filled(values),
    calendar,
    dueAt,
    variants: Object.fromEntries([...variants].map(([network, cells]) => [network, filled(cells)])),
    posts: posts.map(({ publicationId, channelId, state, url }) => ({ publicationId, channelId, state, url })),
  }));
}

function filled(cells: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== ""));
}
