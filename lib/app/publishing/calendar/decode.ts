import { UnreadableCalendarError } from "./unreadable-calendar-error.ts";

/**
 * Turns the bytes of a file into text: without a byte order mark, and with `\n` for every kind of line end.
 *
 * @throws UnreadableCalendarError when it is not UTF-8 text.
 */
export async function* decode(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let lines = 0;
  let endsInReturn = false;
  const accept = (chunk: Uint8Array, options?: { stream: boolean }): string => {
    const text = decodeChunk(chunk, { linesBefore: lines, decoder: () => decoder.decode(chunk, options) });
    const unified = unifyLineEnds(text, endsInReturn);
    if (text !== "") endsInReturn = text.endsWith("\r");
    lines += countLines(unified);
    return unified;
  };
  for await (const chunk of refuseWorkbook(bytes)) yield accept(chunk, { stream: true });
  yield accept(new Uint8Array());
}

/** What a zip archive begins with, and so every `.xlsx` and `.ods`. */
const ZIP = [0x50, 0x4b, 0x03, 0x04];

async function* refuseWorkbook(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const head: number[] = [];
  for await (const chunk of bytes) {
    head.push(...chunk.subarray(0, ZIP.length - head.length));
    if (ZIP.every((byte, index) => head[index] === byte)) throw new UnreadableCalendarError("workbook", 1);
    yield chunk;
  }
}

interface Decoding {
  readonly linesBefore: number;
  readonly decoder: () => string;
}

function decodeChunk(chunk: Uint8Array, { linesBefore, decoder }: Decoding): string {
  const text = orUndefined(decoder);
  if (text === undefined) throw new UnreadableCalendarError("not-utf8", linesBefore + linesBeforeFault(chunk) + 1);
  const nul = text.indexOf("\0");
  if (nul === -1) return text;
  throw new UnreadableCalendarError(
    "nul-bytes",
    linesBefore + countLines(unifyLineEnds(text.slice(0, nul), false)) + 1,
  );
}

/** A fatal decoder says by throwing, and by nothing else, that the bytes are not UTF-8. */
function orUndefined(decoder: () => string): string | undefined {
  try {
    return decoder();
  } catch {
    return undefined;
  }
}

/** Decodes once more, forgivingly: the first replacement character stands where the fault is. */
function linesBeforeFault(chunk: Uint8Array): number {
  // The chunk may begin in the middle of a character whose beginning was fine.
  const start = chunk.findIndex((byte) => (byte & 0xc0) !== 0x80);
  const text = new TextDecoder().decode(chunk.subarray(Math.max(start, 0)));
  return countLines(unifyLineEnds(text.slice(0, Math.max(text.indexOf("\uFFFD"), 0)), false));
}

/** A `\r` at the end of a chunk is a line end at once; the `\n` that may begin the next one is then its second half. */
function unifyLineEnds(text: string, followsReturn: boolean): string {
  const rest = followsReturn && text.startsWith("\n") ? text.slice(1) : text;
  return rest.replace(/\r\n?/g, "\n");
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}
