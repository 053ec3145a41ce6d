/** The encodings that spreadsheets save CSV files in. */
export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/**
 * What the beginning of a file says of its encoding: a byte order mark, or a NUL byte beside the first letter. Without
 * either it is taken for UTF-8 until a byte proves that it is not.
 */
export function guessEncoding(head: Uint8Array): Encoding {
  const [first = 0, second = 0] = head;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (head.length < 2 || (first === 0) === (second === 0)) return "utf-8";
  return second === 0 ? "utf-16le" : "utf-16be";
}

const BYTE_ORDER_MARK = "\uFEFF";

/** Encodes a text as it comes, with the mark by which Excel knows the encoding. What Windows-1252 lacks becomes `?`. */
export async function* encode(lines: AsyncIterable<string>, encoding: Encoding): AsyncGenerator<Uint8Array> {
  const encoder = ENCODERS[encoding];
  if (encoding !== "windows-1252") yield encoder(BYTE_ORDER_MARK);
  for await (const line of lines) yield encoder(line);
}

const ENCODERS: Readonly<Record<Encoding, (text: string) => Uint8Array>> = {
  "utf-8": (text) => new TextEncoder().encode(text),
  "utf-16le": (text) => utf16(text, true),
  "utf-16be": (text) => utf16(text, false),
  "windows-1252": windows1252,
};

function utf16(text: string, isLittleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * text.length));
  for (let index = 0; index < text.length; index++) view.setUint16(2 * index, text.charCodeAt(index), isLittleEndian);
  return new Uint8Array(view.buffer);
}

const allBytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);

const bytesOfCharacters = new Map(
  Array.from(new TextDecoder("windows-1252").decode(allBytes), (character, byte) => [character, byte]),
);

function windows1252(text: string): Uint8Array {
  return Uint8Array.from(text.normalize("NFC"), (character) => bytesOfCharacters.get(character) ?? 0x3f);
}
