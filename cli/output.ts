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

export function createOutput(isJson: boolean, stream: NodeJS.WriteStream = process.stdout): Output {
  const style = (name: Style, text: string) => styleText(name, text, { stream });
  const print = (line: string) => void stream.write(`${line}\n`);
  return {
    isJson,
    print,
    style,
    json: (value) => print(JSON.stringify(value, null, stream.isTTY ? 2 : undefined)),
    table(head, rows) {
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

/** An instant as people read it, in their own time zone. */
export function readable(instant: Date): string {
  return instant.toLocaleString("sv-SE", { dateStyle: "short", timeStyle: "medium" });
}
