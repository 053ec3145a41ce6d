/**
 * A spreadsheet runs a cell that begins with one of these as a formula
 * (https://owasp.org/www-community/attacks/CSV_Injection).
 */
const GUARDED = /^'*[=+\-@\t\r\n]/;

/** Puts an apostrophe before a cell that a spreadsheet would run: then it shows the cell as text. */
export function guarded(cell: string): string {
  return GUARDED.test(cell) ? `'${cell}` : cell;
}

/** Takes the apostrophe off again, so that a result file that is uploaded again says exactly what the first file said. */
export function unguarded(cell: string): string {
  return cell.startsWith("'") && GUARDED.test(cell) ? cell.slice(1) : cell;
}
