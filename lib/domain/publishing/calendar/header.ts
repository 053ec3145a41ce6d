import { columnNamed, compact, foreignVariant, isForeignKey } from "./column-names.ts";
import { COLUMNS, type Column, isVariantColumn, RESULT_COLUMNS, type VariantColumn } from "./columns.ts";
import type { Say } from "./messages/say.ts";
import { nearest } from "./nearest.ts";
import { type CalendarProblem, type CellProblem, onLine } from "./problem.ts";

/** Without these nothing can be planned; without `text` a mistyped header would publish pictures with no words. */
const REQUIRED: readonly Column[] = ["date", "text"];

/** Columns that may stand there several times: other tools have one for images and one for videos. */
const JOINED: readonly Column[] = ["media", "tags"];

export interface CalendarHeader {
  readonly ok: true;
  /** As written, without empty columns at the end and without those of an earlier result. */
  readonly cells: readonly string[];
  /** Which cells of a row hold a column. */
  readonly positions: ReadonlyMap<Column, readonly number[]>;
  /** Columns for one network only. */
  readonly variants: readonly VariantPosition[];
  /** The last cells of each row that an earlier result has added. */
  readonly resultWidth: number;
  /** The file has none: its columns are known by what they hold, and its first row is a post. */
  readonly isImplied: boolean;
  /** The channels are named by another tool's keys. */
  readonly hasForeignKeys: boolean;
  readonly warnings: readonly CalendarProblem[];
}

export interface VariantPosition {
  readonly column: VariantColumn;
  readonly network: string;
  readonly position: number;
}

export interface RefusedHeader {
  readonly ok: false;
  readonly problems: readonly CalendarProblem[];
}

export interface HeaderContext {
  readonly say: Say;
  /** The networks that somebody speaks on: what `text_instagram` may end with. */
  readonly networks: readonly string[];
}

/** Reads the header row. A column that nobody knows is a warning; a required one that is missing refuses the file. */
export function readHeader(
  written: readonly string[],
  line: number,
  context: HeaderContext,
): CalendarHeader | RefusedHeader {
  const { say } = context;
  const names = withoutEmptyEnd(written.map((name) => name.trim()));
  const resultWidth = endsWithResult(names) ? RESULT_COLUMNS.length : 0;
  const cells = names.slice(0, names.length - resultWidth);
  const read = cells.map((name, position) => readName(name, position, context));
  const columns = read.flatMap((each) => (each.is === "column" ? [each] : []));

  const clash = clashOf(columns, say);
  if (clash) return refused(line, clash);
  const named = settled(columns);
  const missing = REQUIRED.filter((column) => !named.has(column));
  if (missing.length > 0) return refused(line, ...missing.map((column) => missingProblem(column, cells, say)));

  const hasForeignKeys = !named.has("channels") && cells.some(isForeignKey);
  if (hasForeignKeys) named.set("channels", [cells.findIndex(isForeignKey)]);
  return {
    ok: true,
    cells: written.slice(0, cells.length),
    positions: named,
    variants: read.flatMap((each) => (each.is === "variant" ? [each.variant] : [])),
    resultWidth,
    isImplied: false,
    hasForeignKeys,
    warnings: read.flatMap((each) =>
      each.is === "unknown" ? [onLine(line, unknownProblem(each, cells, context))] : [],
    ),
  };
}

/** Hootsuite's files have no header: date and time, text, link, in this order. */
export function impliedHeader(): CalendarHeader {
  return {
    ok: true,
    cells: ["date", "text", "link"],
    positions: new Map([
      ["date", [0]],
      ["text", [1]],
      ["link", [2]],
    ]),
    variants: [],
    resultWidth: 0,
    isImplied: true,
    hasForeignKeys: false,
    warnings: [],
  };
}

type Name =
  | { readonly is: "column"; readonly name: string; readonly column: Column; readonly position: number }
  | { readonly is: "variant"; readonly variant: VariantPosition }
  | { readonly is: "unknown"; readonly name: string; readonly network?: string }
  | { readonly is: "nothing" };

function readName(name: string, position: number, { networks }: HeaderContext): Name {
  if (name === "" || isForeignKey(name)) return { is: "nothing" };
  const foreign = foreignVariant(name);
  if (foreign) return { is: "variant", variant: { column: foreign[0], network: foreign[1], position } };
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

type NamedColumn = Extract<Name, { is: "column" }>;

/** Two names for one column leave open which one counts, unless one of them is exactly ours. */
function clashOf(columns: readonly NamedColumn[], say: Say): CellProblem | undefined {
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

function settled(columns: readonly NamedColumn[]): Map<Column, readonly number[]> {
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

function withoutEmptyEnd(names: readonly string[]): readonly string[] {
  return names.slice(0, names.findLastIndex((name) => name !== "") + 1);
}

function endsWithResult(names: readonly string[]): boolean {
  return RESULT_COLUMNS.every((column, index) => names.at(index - RESULT_COLUMNS.length)?.toLowerCase() === column);
}

function refused(line: number, ...problems: readonly CellProblem[]): RefusedHeader {
  return { ok: false, problems: problems.map((problem) => onLine(line, problem)) };
}

function missingProblem(column: Column, written: readonly string[], say: Say): CellProblem {
  const similar = nearest(
    column,
    written.filter((name) => !columnNamed(name)),
  );
  return { column, ...(similar ? say("columnMisspelt", { column, similar }) : say("columnMissing", { column })) };
}

/** For a file in which nothing says where, or when, its posts go. */
export function missingColumn(
  header: CalendarHeader,
  column: "time" | "channels",
  context: HeaderContext,
): CellProblem {
  const problem = missingProblem(column, header.cells, context.say);
  const isMisspelt = nearest(column, header.cells) !== undefined;
  if (column === "time" || isMisspelt) return problem;
  const example = `${context.networks[0] ?? "facebook"}/…`;
  return { column, ...context.say("channelColumnMissing", { example }) };
}

function unknownProblem(
  { name, network }: Extract<Name, { is: "unknown" }>,
  written: readonly string[],
  { say, networks }: HeaderContext,
): CellProblem {
  const severity = "warning" as const;
  if (network) return { column: name, ...say("columnNetworkUnknown", { name, network, networks }), severity };
  const taken = written.flatMap((each) => columnNamed(each) ?? []);
  const similar = nearest(
    name,
    COLUMNS.filter((column) => !taken.includes(column)),
  );
  const wording = similar ? say("columnUnknownSimilar", { name, similar }) : say("columnUnknown", { name });
  return { column: name, ...wording, severity };
}
