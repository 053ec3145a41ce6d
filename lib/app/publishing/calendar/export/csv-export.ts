import { COLUMNS, type Column, VARIANT_COLUMNS } from "#lib/domain/publishing/calendar/columns.ts";
import { guarded } from "#lib/domain/publishing/calendar/formula-guard.ts";
import type { ExportedRow } from "#lib/domain/publishing/calendar/written/exported-rows.ts";
import { writtenMoment } from "#lib/domain/publishing/calendar/written/moment.ts";
import { csvLine } from "../csv-line.ts";

export interface CsvOptions {
  readonly timeZone: string;
  /** The rows are not all of their calendar: uploaded, they must not cancel the others. */
  readonly isPart: boolean;
}

/** By which Excel knows the encoding. */
const BYTE_ORDER_MARK = "\uFEFF";

/** Each occurrence is a row of its own. */
const LEFT_OUT: readonly Column[] = ["repeat"];

/** A calendar that asks for exactly what is planned: read again, all of its rows are unchanged. */
export function csvExport(rows: readonly ExportedRow[], { timeZone, isPart }: CsvOptions): string {
  const columns = COLUMNS.filter((column) => !LEFT_OUT.includes(column));
  const variants = variantColumns(rows);
  const head = [...columns, ...variants.map(({ column, network }) => `${column}_${network}`)];
  const lines = rows.map((row) => {
    const values: Readonly<Partial<Record<Column, string>>> = { ...row.values, ...writtenMoment(row.dueAt, timeZone) };
    const own = variants.map(({ column, network }) => row.variants.get(network)?.[column] ?? "");
    return csvLine([...columns.map((column) => values[column] ?? ""), ...own].map(guarded));
  });
  const calendars = new Set(rows.map(({ calendar }) => calendar));
  // Whatever the file will be called, it is that calendar's.
  const named = calendars.size === 1 ? [...calendars].map((calendar) => `#calendar: ${calendar}`) : [];
  const preamble = [...named, ...(isPart ? ["#cancel-missing: no"] : [])].map((line) => csvLine([line]));
  return [BYTE_ORDER_MARK, ...preamble, csvLine(head), ...lines].join("");
}

/** The columns for one network only that some row fills in. */
function variantColumns(rows: readonly ExportedRow[]) {
  const networks = [...new Set(rows.flatMap(({ variants }) => [...variants.keys()]))].toSorted();
  const all = networks.flatMap((network) => VARIANT_COLUMNS.map((column) => ({ column, network })));
  return all.filter(({ column, network }) => rows.some(({ variants }) => variants.get(network)?.[column]));
}
