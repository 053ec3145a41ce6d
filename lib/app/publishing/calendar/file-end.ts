import type { Encoding } from "./encoding.ts";

/** Looks, while the bytes of a file pass by, whether they end with a line end. */
export class FileEnd {
  readonly #width: number;
  #last: Uint8Array = new Uint8Array();

  constructor(encoding: Encoding) {
    this.#width = encoding.startsWith("utf-16") ? 2 : 1;
  }

  async *watch(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      if (chunk.length > 0) this.#last = chunk.slice(-this.#width);
      yield chunk;
    }
  }

  /** After the last byte. */
  get isOpen(): boolean {
    return !this.#last.includes(0x0a) && !this.#last.includes(0x0d);
  }
}
