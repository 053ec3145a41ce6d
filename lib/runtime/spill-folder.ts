import { closeSync, existsSync, openSync, readFileSync, writeSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Spill, WithSpill } from "#lib/app/publishing/calendar/ledger/ports.ts";

/** Of each file so much is gathered before it is written. */
const BUFFER_BYTES = 16_384;

/** No character of UTF-16 takes more in UTF-8. */
const MOST_BYTES = 3;

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
  /**
   * What is not written yet. As bytes, because records that lie about as strings for some ten thousand rows are what a
   * garbage collector is slowest at.
   */
  readonly buffer: Buffer;
  length: number;
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
    const most = MOST_BYTES * record.length + END.length;
    if (file.length + most > BUFFER_BYTES) flush(file);
    if (most > BUFFER_BYTES) {
      write(file, Buffer.from(record + END));
    } else {
      file.length += file.buffer.write(record + END, file.length);
    }
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
    const file = { path: join(this.#folder, name), buffer: Buffer.allocUnsafe(BUFFER_BYTES), length: 0 };
    this.#files.set(name, file);
    return file;
  }
}

function flush(file: SpillFile): void {
  if (file.length > 0) write(file, file.buffer.subarray(0, file.length));
  file.length = 0;
}

function write(file: SpillFile, bytes: Buffer): void {
  file.descriptor ??= openSync(file.path, "a");
  for (let written = 0; written < bytes.length; ) written += writeSync(file.descriptor, bytes, written);
}
