import { type Delimiter, detectDelimiter } from "#lib/domain/publishing/calendar/delimiter.ts";
import { type Encoding, guessEncoding } from "./encoding.ts";
import type { CalendarSource } from "./ports.ts";

/** How a file is written down; its result is written the same way. */
export interface FileFormat {
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
}

export const PLAIN_FORMAT: FileFormat = { encoding: "utf-8", delimiter: "," };

/** How much of the file is looked at. */
const HEAD_BYTES = 65_536;

/** Decides by the beginning of the file. That it is UTF-8 is only a guess until all of it is read. */
export async function detectFormat(source: CalendarSource): Promise<FileFormat> {
  return formatOf(await readHead(source));
}

/** The same of what is read already. */
export function formatOf(head: Uint8Array): FileFormat {
  const encoding = guessEncoding(head);
  // Accents may be damaged here: neither separators nor most headers depend on them.
  const sample = new TextDecoder(encoding).decode(head).replace(/\r\n?/g, "\n");
  return { encoding, delimiter: detectDelimiter(sample) };
}

/** The beginning of the file. */
export async function readHead(source: CalendarSource): Promise<Uint8Array> {
  const head = new Uint8Array(HEAD_BYTES);
  let length = 0;
  for await (const chunk of await source.open()) {
    const part = chunk.subarray(0, HEAD_BYTES - length);
    head.set(part, length);
    length += part.length;
    if (length === HEAD_BYTES) break;
  }
  return head.subarray(0, length);
}
