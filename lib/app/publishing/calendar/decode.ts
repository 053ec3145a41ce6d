import type { Encoding } from "./encoding.ts";
import { UnreadableCalendarError } from "./unreadable-calendar-error.ts";

/**
 * Turns the bytes of a file into text, without a byte order mark.
 *
 * @throws UnreadableCalendarError when it is not text in that encoding.
 */
export async function* decode(bytes: AsyncIterable<Uint8Array>, encoding: Encoding = "utf-8"): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const position = { lines: 0, endsInReturn: false, isPlain: true };
  const accept = (chunk: Uint8Array, options?: { stream: boolean }): string => {
    const text = decodeChunk(chunk, { position, encoding, decoder: () => decoder.decode(chunk, options) });
    position.lines += countLines(text, position.endsInReturn);
    if (text !== "") position.endsInReturn = text.endsWith("\r");
    position.isPlain &&= isPlain(text);
    return text;
  };
  for await (const chunk of refuseWorkbook(bytes)) {
    for (const slice of slicesOf(chunk)) yield accept(slice, { stream: true });
  }
  yield accept(new Uint8Array());
}

/** Strings of more than 128 kB, which a chunk of 64 kB can become, are not collected as cheaply as smaller ones. */
const SLICE_BYTES = 16_384;

function* slicesOf(chunk: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < chunk.length; at += SLICE_BYTES) yield chunk.subarray(at, at + SLICE_BYTES);
}

/** What a zip archive begins with, and so every `.xlsx` and `.ods`. */
const ZIP = [0x50, 0x4b, 0x03, 0x04];

async function* refuseWorkbook(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const head: number[] = [];
  for await (const chunk of bytes) {
    head.push(...chunk.subarray(0, ZIP.length - head.length));
    if (ZIP.every((byte, index) => head[index] === byte)) throw new UnreadableCalendarError("fileWorkbook", 1);
    yield chunk;
  }
}

interface Decoding {
  readonly position: { readonly lines: number; readonly isPlain: boolean };
  readonly encoding: Encoding;
  readonly decoder: () => string;
}

function decodeChunk(chunk: Uint8Array, { position, encoding, decoder }: Decoding): string {
  const text = orUndefined(decoder);
  if (text === undefined) {
    const before = textBeforeFault(chunk, encoding);
    const isNowherePlain = position.isPlain && isPlain(before);
    const line = position.lines + countLines(before) + 1;
    throw new UnreadableCalendarError("fileDamaged", line, { isPlainBefore: isNowherePlain });
  }
  const nul = text.indexOf("\0");
  if (nul === -1) return text;
  const line = position.lines + countLines(text.slice(0, nul)) + 1;
  throw new UnreadableCalendarError("fileNulBytes", line);
}

/** A fatal decoder says by throwing, and by nothing else, that the bytes are not in its encoding. */
function orUndefined(decoder: () => string): string | undefined {
  try {
    return decoder();
  } catch {
    return undefined;
  }
}

/** Decodes once more, forgivingly: the first replacement character stands where the fault is. */
function textBeforeFault(chunk: Uint8Array, encoding: Encoding): string {
  // The chunk may begin in the middle of a character whose beginning was fine.
  const start = encoding === "utf-8" ? chunk.findIndex((byte) => (byte & 0xc0) !== 0x80) : 0;
  const text = new TextDecoder(encoding).decode(chunk.subarray(Math.max(start, 0)));
  return text.slice(0, Math.max(text.indexOf("\uFFFD"), 0));
}

/** Nothing but ASCII: as good in Windows-1252 as in UTF-8. */
function isPlain(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}

const LINE_FEED = 0x0a;

/**
 * How many line ends there are, of any kind. A `\r` at the end of a piece is one at once; the `\n` that may begin the next
 * piece is then its second half.
 */
export function countLines(text: string, followsReturn = false): number {
  let count = 0;
  const start = followsReturn && text.startsWith("\n") ? 1 : 0;
  for (let at = text.indexOf("\n", start); at !== -1; at = text.indexOf("\n", at + 1)) count += 1;
  for (let at = text.indexOf("\r"); at !== -1; at = text.indexOf("\r", at + 1)) {
    if (text.charCodeAt(at + 1) !== LINE_FEED) count += 1;
  }
  return count;
}
