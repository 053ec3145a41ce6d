import { styleText } from "node:util";
import Table from "cli-table3";

type Style = Parameters<typeof styleText>[0];

/** Where a command writes: people read tables, scripts read JSON. */
export interface Output {
  readonly isJson: boolean;
  print(line: string): void;
  /** One JSON document, for `--json`. */
  json(value: unknown): void;
  table(head: readonly string[], rows: readonly (readonly string[])[]): void;
  /** Colour, on a terminal only. */
  style(style: Style, text: string): string;
}

/** Nobody reads longer ones on a screen, and framing them takes minutes: they come with tabs, for other programs. */
const MOST_FRAMED = 1_000;

export function createOutput(isJson: boolean, stream: NodeJS.WriteStream = process.stdout): Output {
  const style = (name: Style, text: string) => styleText(name, text, { stream });
  const print = (line: string) => void stream.write(`${line}\n`);
  return {
    isJson,
    print,
    style,
    json: (value) => print(JSON.stringify(value, null, stream.isTTY ? 2 : undefined)),
    table(head, rows) {
      if (rows.length > MOST_FRAMED) {
        for (const row of [head, ...rows]) print(row.join("\t"));
        return;
      }
      const table = new Table({
        head: head.map((each) => style("bold", each)),
        style: { head: [], border: [], compact: true },
        chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
      });
      table.push(...rows.map((row) => [...row]));
      print(table.toString());
    },
  };
}

/** A text on one line, cut where it gets long. */
export function shorten(text: string, length = 60): string {
  const flat = text.replace(/\s+/g, " ").trim();
  const characters = Array.from(flat);
  return characters.length > length ? `${characters.slice(0, length - 1).join("")}…` : flat;
}

const READABLE = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium" });

/** An instant as people read it, in their own time zone. */
export function readable(instant: Date): string {
  return READABLE.format(instant);
}
