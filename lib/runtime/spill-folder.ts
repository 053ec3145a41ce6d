import { closeSync, existsSync, openSync, readFileSync, writeSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Spill, WithSpill } from "#lib/app/publishing/calendar/ledger/ports.ts";

/** Lines of a file are gathered up to about this many characters before they are written. */
const BUFFERED = 32_768;

/** A folder of the temporary disk that lasts as long as `work`. */
export const withSpillFolder: WithSpill = async (work) => {
  const folder = await mkdtemp(join(tmpdir(), "calendar-"));
  const spill = new SpillFolder(folder);
  try {
    return await work(spill);
  } finally {
    spill.close();
    await rm(folder, { recursive: true, force: true });
  }
};

/** Writes and reads in place: the files are small, and waiting for each write takes longer than the write. */
class SpillFolder implements Spill {
  readonly #folder: string;
  readonly #buffers = new Map<string, string>();
  readonly #open = new Map<string, number>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  append(file: string, lines: readonly string[]): void {
    if (lines.length === 0) return;
    const text = `${this.#buffers.get(file) ?? ""}${lines.join("\n")}\n`;
    this.#buffers.set(file, text);
    if (text.length >= BUFFERED) this.#flush(file);
  }

  read(file: string): readonly string[] {
    this.#flush(file);
    if (!existsSync(this.#pathOf(file))) return [];
    return readFileSync(this.#pathOf(file), "utf8").split("\n").slice(0, -1);
  }

  close(): void {
    for (const descriptor of this.#open.values()) closeSync(descriptor);
  }

  #flush(file: string): void {
    const text = this.#buffers.get(file);
    if (!text) return;
    const descriptor = this.#open.get(file) ?? openSync(this.#pathOf(file), "a");
    this.#open.set(file, descriptor);
    writeSync(descriptor, text);
    this.#buffers.set(file, "");
  }

  #pathOf(file: string): string {
    return join(this.#folder, file);
  }
}
