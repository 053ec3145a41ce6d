import { closeSync, existsSync, openSync, readFileSync, writeSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Spill, WithSpill } from "#lib/app/publishing/calendar/ledger/ports.ts";

/** Records of a file are gathered up to about this many characters before they are written. */
const BUFFERED = 32_768;

/** Stands behind each record. */
const END = "\0";

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

interface SpillFile {
  readonly path: string;
  /** Set once something was written. */
  descriptor?: number;
  buffer: string[];
  buffered: number;
}

/** Writes and reads in place: the files are small, and waiting for each write takes longer than the write. */
class SpillFolder implements Spill {
  readonly #folder: string;
  readonly #files = new Map<string, SpillFile>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  append(name: string, record: string): void {
    const file = this.#of(name);
    file.buffer.push(record, END);
    file.buffered += record.length;
    if (file.buffered >= BUFFERED) flush(file);
  }

  read(name: string): readonly string[] {
    const file = this.#of(name);
    flush(file);
    return existsSync(file.path) ? readFileSync(file.path, "utf8").split(END).slice(0, -1) : [];
  }

  close(): void {
    for (const { descriptor } of this.#files.values()) if (descriptor !== undefined) closeSync(descriptor);
  }

  #of(name: string): SpillFile {
    const known = this.#files.get(name);
    if (known) return known;
    const file = { path: join(this.#folder, name), buffer: [], buffered: 0 };
    this.#files.set(name, file);
    return file;
  }
}

function flush(file: SpillFile): void {
  if (file.buffer.length === 0) return;
  file.descriptor ??= openSync(file.path, "a");
  writeSync(file.descriptor, file.buffer.join(""));
  file.buffer = [];
  file.buffered = 0;
}
