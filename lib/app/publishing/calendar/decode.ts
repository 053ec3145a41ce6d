import { UnreadableCalendarError } from "./unreadable-calendar-error.ts";

/** What a zip archive begins with, and so every `.xlsx` and `.ods`. */
const ZIP = "PK\u0003\u0004";

/**
 * Turns the bytes of a file into text: without a byte order mark, and with `\n` for every kind of line end.
 *
 * @throws UnreadableCalendarError when it is not UTF-8 text.
 */
export async function* decode(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const read = { lines: 0, characters: 0, endsInReturn: false };
  const accept = (chunk?: Uint8Array): string => {
    const text = decodeChunk(decoder, chunk, read.lines + 1);
    if (read.characters === 0 && text.startsWith(ZIP)) throw new UnreadableCalendarError("workbook", 1);
    if (text.includes("\0")) throw new UnreadableCalendarError("nul-bytes", read.lines + 1);
    const unified = unifyLineEnds(text, read.endsInReturn);
    if (text !== "") read.endsInReturn = text.endsWith("\r");
    read.characters += text.length;
    read.lines += countLines(unified);
    return unified;
  };
  for await (const chunk of bytes) yield accept(chunk);
  yield accept();
}

function decodeChunk(decoder: TextDecoder, chunk: Uint8Array | undefined, line: number): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch (cause) {
    throw new UnreadableCalendarError("not-utf8", line, { cause });
  }
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
