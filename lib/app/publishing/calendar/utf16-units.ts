/** Room for most texts. */
const LENGTH = 4_096;

/**
 * Texts as arrays of what they consist of, for those that look at all of it: `charCodeAt` looks each time anew where in
 * memory a text lies.
 */
export class Utf16Units {
  #units = new Uint16Array(0);
  #bytes = Buffer.alloc(0);

  constructor() {
    this.#makeRoom(LENGTH);
  }

  /** @returns the units of the text and a zero behind them, until those of another one are asked for. */
  of(text: string): Uint16Array {
    if (text.length >= this.#units.length) this.#makeRoom(2 * text.length);
    this.#bytes.write(text, "utf16le");
    this.#units[text.length] = 0;
    return this.#units;
  }

  #makeRoom(length: number): void {
    this.#units = new Uint16Array(length);
    this.#bytes = Buffer.from(this.#units.buffer);
  }
}
