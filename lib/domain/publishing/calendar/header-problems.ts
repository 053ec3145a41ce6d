import { columnNamed } from "./column-names.ts";
import { COLUMNS, type Column } from "./columns.ts";
import type { Say } from "./messages/say.ts";
import type { HeaderContext, Name, NamedColumn } from "./named-columns.ts";
import { nearest } from "./nearest.ts";
import type { CellProblem } from "./problem.ts";

/** A column without which nothing can be planned. */
export function missingProblem(column: Column, written: readonly string[], say: Say): CellProblem {
  const called = say.column(column);
  const similar = similarTo(called, written);
  const wording = similar
    ? say("columnMisspelt", { column: called, similar })
    : say("columnMissing", { column: called });
  return { column, ...wording };
}

/** With posting slots a file may have no dates or times; but then it does not have them misspelt either. */
export function mayBeMissing(column: Column, written: readonly string[], { say, hasSlots }: HeaderContext): boolean {
  return (column === "date" || column === "time") && hasSlots === true && !similarTo(say.column(column), written);
}

/** For a file in which nothing says where its posts go. */
export function channelsMissing(written: readonly string[], { say, networks }: HeaderContext): CellProblem {
  const column = "channels";
  if (similarTo(say.column(column), written)) return missingProblem(column, written, say);
  return { column, ...say("channelColumnMissing", { example: networks[0] ?? "network/name" }) };
}

function similarTo(column: string, written: readonly string[]): string | undefined {
  return nearest(
    column,
    written.filter((name) => !columnNamed(name)),
  );
}

/** Columns that nobody knows. */
export function unknownProblems(
  names: readonly Name[],
  written: readonly string[],
  { say, networks }: HeaderContext,
): readonly CellProblem[] {
  const taken = written.flatMap((each) => columnNamed(each) ?? []);
  const free = COLUMNS.filter((column) => !taken.includes(column)).map(say.column);
  return names.flatMap((each) => {
    if (each.is !== "unknown") return [];
    const { name, network } = each;
    const severity = "warning" as const;
    if (network) return [{ column: name, ...say("columnNetworkUnknown", { name, network, networks }), severity }];
    const similar = nearest(name, free);
    const wording = similar ? say("columnUnknownSimilar", { name, similar }) : say("columnUnknown", { name });
    return [{ column: name, ...wording, severity }];
  });
}

/** Other names of a column that stands there under its own. */
export function eclipsedProblems(
  columns: readonly NamedColumn[],
  positions: ReadonlyMap<Column, readonly number[]>,
  say: Say,
): readonly CellProblem[] {
  const eclipsed = columns.filter(({ column, position }) => !positions.get(column)?.includes(position));
  return eclipsed.map(({ name, column }) => {
    return { column: name, ...say("columnEclipsed", { name, column }), severity: "warning" };
  });
}
