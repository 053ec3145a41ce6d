import { columnNamed, compact, foreignVariant, isForeignKey, mayBeDateOrTime } from "./column-names.ts";
import { type Column, isVariantColumn, type VariantColumn } from "./columns.ts";
import type { Say } from "./messages/say.ts";
import type { CellProblem } from "./problem.ts";

/** Columns that may stand there several times: other tools have one for images and one for videos. */
const JOINED: readonly Column[] = ["media", "tags"];

export interface HeaderContext {
  readonly say: Say;
  /** The networks that somebody speaks on: what `text_instagram` may end with. */
  readonly networks: readonly string[];
  /** Some channel has posting slots: rows need neither date nor time. */
  readonly hasSlots?: boolean;
}

export interface VariantPosition {
  readonly column: VariantColumn;
  readonly network: string;
  readonly position: number;
  /** Its cells say yes or no: what a yes stands for. */
  readonly meansWhenYes?: string;
}

export type Name =
  | { readonly is: "column"; readonly name: string; readonly column: Column; readonly position: number }
  | { readonly is: "variant"; readonly variant: VariantPosition }
  | { readonly is: "unknown"; readonly name: string; readonly network?: string }
  | { readonly is: "nothing" };

/** What one cell of the header names. */
export function readName(name: string, position: number, { networks }: HeaderContext): Name {
  if (name === "" || isForeignKey(name)) return { is: "nothing" };
  const foreign = foreignVariant(name);
  if (foreign) {
    const [column, network, meansWhenYes] = foreign;
    return { is: "variant", variant: { column, network, position, meansWhenYes } };
  }
  const variant = variantOf(name, position);
  if (variant && networks.includes(variant.network)) return { is: "variant", variant };
  const column = columnNamed(name);
  if (column) return { is: "column", name, column, position };
  return { is: "unknown", name, network: variant?.network };
}

/** `text_instagram`, `Texte (Instagram)`: a column's name and one word more. */
function variantOf(name: string, position: number): VariantPosition | undefined {
  const match = /^(.+?)[\s_(\-[]+([\p{L}\p{N}]+)[\s)\]]*$/u.exec(name);
  const column = match?.[1] && !columnNamed(compact(name)) ? columnNamed(match[1]) : undefined;
  if (!column || !isVariantColumn(column)) return undefined;
  return { column, network: (match?.[2] ?? "").toLowerCase(), position };
}

export type NamedColumn = Extract<Name, { is: "column" }>;

/** `scheduled_time` is the time where another column is the date, and holds both where none is. */
export function withDateOrTime(names: readonly Name[]): readonly Name[] {
  const isDate = (each: Name) => each.is === "column" && each.column === "date" && !mayBeDateOrTime(each.name);
  const hasDate = names.some(isDate);
  return names.map((each) =>
    each.is === "column" && mayBeDateOrTime(each.name) ? { ...each, column: hasDate ? "time" : "date" } : each,
  );
}

/** Two names for one column leave open which one counts, unless one of them is exactly ours. */
export function clashOf(columns: readonly NamedColumn[], say: Say): CellProblem | undefined {
  for (const [index, { name, column }] of columns.entries()) {
    const other = columns.slice(0, index).find((each) => each.column === column);
    if (!other) continue;
    if (compact(other.name) === compact(name)) return { column, ...say("columnTwice", { name }) };
    if (JOINED.includes(column) || isExact(other) !== isExact({ name, column })) continue;
    return { column, ...say("columnSaidTwice", { name: other.name, other: name, column }) };
  }
  return undefined;
}

function isExact({ name, column }: Pick<NamedColumn, "name" | "column">): boolean {
  return compact(name) === compact(column);
}

/** Where each column is read from: where it has exactly our name, there alone. */
export function settled(columns: readonly NamedColumn[]): Map<Column, readonly number[]> {
  const positions = new Map<Column, readonly number[]>();
  for (const column of new Set(columns.map((each) => each.column))) {
    const all = columns.filter((each) => each.column === column);
    const exact = all.filter(isExact);
    const chosen = exact.length > 0 && !JOINED.includes(column) ? exact : all;
    positions.set(
      column,
      chosen.map(({ position }) => position),
    );
  }
  return positions;
}
