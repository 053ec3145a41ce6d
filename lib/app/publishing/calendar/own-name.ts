import { isPreamble, readHint } from "#lib/domain/publishing/calendar/hints.ts";
import { sayIn } from "#lib/domain/publishing/calendar/messages/say.ts";
import type { Encoding } from "./encoding.ts";
import { formatOf, readHead } from "./file-format.ts";
import type { CalendarSource } from "./ports.ts";
import { RecordScanner } from "./record-scanner.ts";

/**
 * The calendar under the name that a line `#calendar: …` above the header gives it, whatever its file is called. Whose
 * turn it is to be imported depends on that, so it is looked for before all else, at the beginning of the file.
 */
export async function underOwnName(source: CalendarSource): Promise<CalendarSource> {
  const name = ownName(await readHead(source));
  return name === undefined ? source : { ...source, name };
}

/** Of a file that cannot be read there is none: why not is told when it is read as a whole. */
function ownName(head: Uint8Array): string | undefined {
  const { encoding, delimiter } = formatOf(head);
  const { records } = new RecordScanner(delimiter).scan(textOf(head, encoding), false);
  const header = records.findIndex(({ cells }) => !isPreamble(cells));
  const say = sayIn("en");
  return records
    .slice(0, header === -1 ? undefined : header)
    .flatMap(({ cells }) => readHint(cells, say).hints.calendar ?? [])
    .at(-1);
}

/** The last character may be cut. What is not UTF-8 after all is read as the file will be. */
function textOf(head: Uint8Array, encoding: Encoding): string {
  try {
    return unified(new TextDecoder(encoding, { fatal: true }).decode(head, { stream: true }));
  } catch {
    return unified(new TextDecoder("windows-1252").decode(head));
  }
}

function unified(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}
