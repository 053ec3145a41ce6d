import { withFollowUps } from "#lib/domain/publishing/calendar/follow-ups.ts";
import { isError } from "#lib/domain/publishing/calendar/problem.ts";
import { rowOfOccurrence } from "#lib/domain/publishing/calendar/repeat/occurrence-id.ts";
import { type RowOutcome, standingOf } from "#lib/domain/publishing/calendar/result.ts";
import { likelyRowOfPart } from "#lib/domain/publishing/calendar/row-part.ts";
import type { RowPlan } from "#lib/domain/publishing/calendar/row-plan.ts";
import type { NamedRow } from "./difference-records.ts";

/** A row without an id of which nothing can be planned: nobody can tell which row of an earlier upload it is. */
export function isUnknown({ row, posts }: RowPlan): boolean {
  return row.values.id === "" && posts.length === 0;
}

/** The rows of the plan that a row of the file speaks of. */
export function namedRows({ plan, outcomes }: RowOutcome): readonly NamedRow[] {
  const isRefused = plan.problems.some(isError);
  const isUnchanged = outcomes.length > 0 && standingOf(outcomes) === "unchanged";
  const { id } = plan.row.values;
  const named: (NamedRow & { readonly publicationIds: string[] })[] = [];
  for (const post of plan.posts) {
    const publications = post.followUps.length === 0 ? [post] : withFollowUps(post);
    for (const { rowId: written, publicationId } of publications) {
      const rowId = rowOfOccurrence(written);
      // Those of one row come one behind the other; if they did not, the row would only be named twice.
      const last = named.at(-1);
      if (last?.rowId === rowId) last.publicationIds.push(publicationId);
      else named.push({ rowId, publicationIds: [publicationId], isRefused, isUnchanged });
    }
  }
  if (named.length > 0 || id === "") return named;
  const rowIds = new Set([id, likelyRowOfPart(id)]);
  return [...rowIds].map((rowId) => ({ rowId, publicationIds: [], isRefused, isUnchanged: false }));
}
