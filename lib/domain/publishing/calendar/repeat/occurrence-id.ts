/** Names one occurrence of a row: `week@2026-12-24T18:00`. The same whatever else the row says. */
export function occurrenceId(rowId: string, local: string): string {
  return `${rowId}@${local}`;
}

/** The row that an occurrence belongs to; any other row is its own. */
export function rowOfOccurrence(rowId: string): string {
  if (!rowId.includes("@")) return rowId;
  return rowId.replace(/@\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/, "");
}
