import type { PostInPlan } from "./row.ts";
import { writtenRow } from "./row.ts";

/** A cell of a row that says something else than what is planned. */
export interface ChangedCell {
  readonly column: string;
  readonly before: string;
  readonly after: string;
}

/** What an upload changes of one post, in the columns of a calendar. */
export function changedCells(before: PostInPlan, after: PostInPlan): readonly ChangedCell[] {
  const [old, wanted] = [cellsOf(before), cellsOf(after)];
  return Object.keys(wanted).flatMap((column) => {
    const [was, is] = [old[column] ?? "", wanted[column] ?? ""];
    return was === is ? [] : [{ column, before: was, after: is }];
  });
}

function cellsOf(post: PostInPlan): Readonly<Record<string, string>> {
  const { dueAt, values } = writtenRow([post]);
  return { date: dueAt.toISOString(), ...values };
}
