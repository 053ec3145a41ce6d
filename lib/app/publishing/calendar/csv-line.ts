/** https://datatracker.ietf.org/doc/html/rfc4180: line ends are CRLF, quotes are doubled. */
export function csvLine(cells: readonly string[]): string {
  return delimitedLine(cells, ",");
}

export function delimitedLine(cells: readonly string[], delimiter: string): string {
  return `${cells.map((cell) => (mustBeQuoted(cell, delimiter) ? quoted(cell) : cell)).join(delimiter)}\r\n`;
}

function mustBeQuoted(cell: string, delimiter: string): boolean {
  return cell.includes(delimiter) || /["\r\n]|^\s|\s$/.test(cell);
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}
