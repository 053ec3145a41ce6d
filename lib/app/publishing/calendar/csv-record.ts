export const QUOTE = 0x22;

/** A record, whose cells are cut out of the text when they are asked for: a file is read twice, first for few of them. */
export class CsvRecord {
  /** The line on which it begins, counted from 1. */
  readonly line: number;
  readonly #text: string;
  /** Where each cell begins and ends, its quotation marks included. */
  readonly #bounds: readonly number[];

  constructor(line: number, text: string, bounds: readonly number[]) {
    this.line = line;
    this.#text = text;
    this.#bounds = bounds;
  }

  /** How many cells it has. */
  get width(): number {
    return this.#bounds.length / 2;
  }

  get cells(): readonly string[] {
    const cells: string[] = [];
    for (let index = 0; index < this.width; index++) cells.push(this.cell(index));
    return cells;
  }

  /** One of its cells; `""` beyond the last. */
  cell(index: number): string {
    const from = this.#bounds[2 * index] ?? 0;
    const to = this.#bounds[2 * index + 1] ?? 0;
    if (this.#text.charCodeAt(from) !== QUOTE || from === to) return this.#text.slice(from, to);
    return unquoted(this.#text.slice(from + 1, to - 1));
  }

  get isBlank(): boolean {
    for (let index = 0; index < this.width; index++) if (this.cell(index).trim() !== "") return false;
    return true;
  }
}

function unquoted(written: string): string {
  const cell = written.includes('"') ? written.replaceAll('""', '"') : written;
  return cell.includes("\r") ? cell.replace(/\r\n?/g, "\n") : cell;
}
