import { parse } from "csv-parse/sync";
import { detectDelimiter } from "#lib/domain/publishing/calendar/delimiter.ts";
import { shorten } from "../output.ts";

/** A row of a result file that has something to tell. */
export interface ToldRow {
  /** What the row begins with, to know it by; empty for what concerns the whole file. */
  readonly row: string;
  readonly status: string;
  readonly problem: string;
  readonly remedy: string;
}

/** The rows of a result file that name a problem. */
export function toldRows(bytes: Uint8Array): readonly ToldRow[] {
  const text = textOf(bytes);
  const records: string[][] = parse(text, {
    delimiter: detectDelimiter(text.slice(0, 65_536)),
    relax_column_count: true,
    relax_quotes: true,
  });
  const head = records.findIndex((cells) => cells.slice(-4).join() === "status,problem,remedy,link");
  return records.slice(head + 1).flatMap((cells) => {
    const [status = "", problem = "", remedy = ""] = cells.slice(-4);
    const beginning = cells.slice(0, -4).filter((cell) => cell !== "");
    const row = beginning.length > 0 ? `${shorten(beginning.join(" | "), 60)}: ` : "";
    return problem === "" ? [] : [{ row, status, problem, remedy }];
  });
}

function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
