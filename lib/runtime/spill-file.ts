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
   * What is not written yet. As bytes, because records that lie about as strings for some ten thousand rows are what a
   * garbage collector is slowest at.
   */
  readonly buffer: Buffer;
  length: number;
  /** What is written: of ten million rows, some 180,000 blocks. */
  readonly blocks: Block[];
}

interface Block {
  readonly start: number;
  readonly length: number;
}

/**
 * Keeps the files of a spill block by block in a single one: to make some hundred files takes longer than to fill them.
 * Writes and reads in place: blocks are small, and waiting for each write takes longer than the write.
 */
class SpillFile implements Spill {
  readonly #parts = new Map<string, Part>();
  #descriptor: number | undefined;
  #end = 0;

  append(name: string, record: string): void {
    const part = this.#of(name);
    const most = MOST_BYTES * record.length + END.length;
    if (part.length + most > BLOCK_BYTES) this.#flush(part);
    if (most > BLOCK_BYTES) {
      this.#write(part, Buffer.from(record + END));
    } else {
      part.length += part.buffer.write(record + END, part.length);
    }
  }

  read(name: string): readonly string[] {
    const part = this.#of(name);
    const bytes = Buffer.allocUnsafe(part.blocks.reduce((sum, { length }) => sum + length, part.length));
    let at = 0;
    for (const { start, length } of part.blocks) {
      this.#readInto(bytes.subarray(at, at + length), start);
      at += length;
    }
    part.buffer.copy(bytes, at, 0, part.length);
    const records = bytes.toString().split(END);
    // Nothing is behind the last end.
    records.pop();
    return records;
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
  }

  #of(name: string): Part {
    const known = this.#parts.get(name);
    if (known) return known;
    const part = { buffer: Buffer.allocUnsafe(BLOCK_BYTES), length: 0, blocks: [] };
    this.#parts.set(name, part);
    return part;
  }

  #flush(part: Part): void {
    if (part.length > 0) this.#write(part, part.buffer.subarray(0, part.length));
    part.length = 0;
  }

  #write({ blocks }: Part, bytes: Buffer): void {
    this.#descriptor ??= openNameless();
    blocks.push({ start: this.#end, length: bytes.length });
    for (let written = 0; written < bytes.length; )
      written += writeSync(this.#descriptor, bytes, written, bytes.length - written, this.#end + written);
    this.#end += bytes.length;
  }

  #readInto(bytes: Buffer, start: number): void {
    for (let read = 0; read < bytes.length && this.#descriptor !== undefined; ) {
      const count = readSync(this.#descriptor, bytes, read, bytes.length - read, start + read);
      if (count === 0) throw new Error("the file of a spill is shorter than what was written to it");
      read += count;
    }
  }
}

/** Without a name from the start, it goes with its process, whatever becomes of that. */
function openNameless(): number {
  const path = join(tmpdir(), `calendar-${randomUUID()}`);
  const descriptor = openSync(path, "wx+");
  unlinkSync(path);
  return descriptor;
}
