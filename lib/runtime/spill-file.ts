import { randomUUID } from "node:crypto";
import { closeSync, openSync, readSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Spill, WithSpill } from "#lib/app/publishing/calendar/ledger/ports.ts";

/** Of each of a spill's files so much is gathered before it is written. */
const BLOCK_BYTES = 8_192;

/** No character of UTF-16 takes more in UTF-8. */
const MOST_BYTES = 3;

/** Stands behind each record. */
const END = "\0";

/** On the temporary disk, for as long as `work` takes. */
export const withSpillFile: WithSpill = async (work) => {
  const spill = new SpillFile();
  try {
    return await work(spill);
  } finally {
    spill.close();
  }
};

/** One of the files of a spill. */
interface Part {
  /**
   * What is not written yet; undefined where all is. As bytes, because records that lie about as strings for some ten
   * thousand rows are what a garbage collector is slowest at.
   */
  buffer: Buffer | undefined;
  /** How much of the buffer is in use. */
  length: number;
  /** Where each block that is written begins, and how long it is: of ten million rows, some 180,000. */
  readonly starts: number[];
  readonly lengths: number[];
  sizeBytes: number;
}

/**
 * Keeps the files of a spill block by block in a single one: to make some hundred files takes longer than to fill them.
 * Writes and reads in place: blocks are small, and waiting for each write takes longer than the write.
 */
class SpillFile implements Spill {
  readonly #parts = new Map<string, Part>();
  #descriptor: number | undefined;
  #end = 0;
  /** The block that is being read. */
  #block = Buffer.allocUnsafe(BLOCK_BYTES);

  append(name: string, record: string): void {
    const part = this.#of(name);
    const most = MOST_BYTES * record.length + END.length;
    if (part.length + most > BLOCK_BYTES) this.#flush(part);
    if (most > BLOCK_BYTES) {
      this.#write(part, Buffer.from(record + END));
    } else {
      part.buffer ??= Buffer.allocUnsafe(BLOCK_BYTES);
      part.length += part.buffer.write(record + END, part.length);
    }
  }

  sizeOf(name: string): number {
    const part = this.#parts.get(name);
    return part ? part.sizeBytes + part.length : 0;
  }

  *read(name: string): Generator<string> {
    const part = this.#parts.get(name);
    if (!part) return;
    // Most are read when all is written: thousands of files then hold no memory.
    this.#flush(part);
    part.buffer = undefined;
    for (const [index, start] of part.starts.entries()) {
      const records = this.#textAt(start, part.lengths[index] ?? 0).split(END);
      // Nothing is behind the last end.
      records.pop();
      yield* records;
    }
  }

  /** Its place on the disk is not used again: that goes with the spill. */
  forget(name: string): void {
    this.#parts.delete(name);
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
  }

  #of(name: string): Part {
    const known = this.#parts.get(name);
    if (known) return known;
    const part = { buffer: undefined, length: 0, starts: [], lengths: [], sizeBytes: 0 };
    this.#parts.set(name, part);
    return part;
  }

  #flush(part: Part): void {
    if (part.buffer && part.length > 0) this.#write(part, part.buffer.subarray(0, part.length));
    part.length = 0;
  }

  #write(part: Part, bytes: Buffer): void {
    this.#descriptor ??= openNameless();
    part.starts.push(this.#end);
    part.lengths.push(bytes.length);
    part.sizeBytes += bytes.length;
    for (let written = 0; written < bytes.length; )
      written += writeSync(this.#descriptor, bytes, written, bytes.length - written, this.#end + written);
    this.#end += bytes.length;
  }

  #textAt(start: number, length: number): string {
    if (length > this.#block.length) this.#block = Buffer.allocUnsafe(length);
    for (let read = 0; read < length && this.#descriptor !== undefined; ) {
      const count = readSync(this.#descriptor, this.#block, read, length - read, start + read);
      if (count === 0) throw new Error("the file of a spill is shorter than what was written to it");
      read += count;
    }
    return this.#block.toString("utf8", 0, length);
  }
}

/** Without a name from the start, it goes with its process, whatever becomes of that. */
function openNameless(): number {
  const path = join(tmpdir(), `calendar-${randomUUID()}`);
  const descriptor = openSync(path, "wx+");
  unlinkSync(path);
  return descriptor;
}
