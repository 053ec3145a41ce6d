import { isPast, pastProblem } from "#lib/domain/publishing/calendar/past.ts";
import type { RowOutcome } from "#lib/domain/publishing/calendar/result.ts";
import { held, type PlannedRow } from "./planned-row.ts";
import type { KnownPublication, PublicationPlanner } from "./ports.ts";

/**
 * Puts judged rows into the plan. A row of the past is refused, unless it was planned earlier: then its file was only
 * uploaded again.
 */
export async function planBatch(
  rows: readonly PlannedRow[],
  uploadedAt: Date,
  planner: PublicationPlanner,
): Promise<readonly RowOutcome[]> {
  const known = await knownOfThePast(rows, uploadedAt, planner);
  const admitted = rows.map((row) => admit(row, uploadedAt, known));
  const publications = admitted.flatMap((row) => row.publications);
  const outcomes = publications.length > 0 ? await planner.plan(publications) : [];

  const outcomeOf = new Map(publications.map(({ publicationId }, index) => [publicationId, outcomes[index]]));
  return admitted.map(({ plan, publications }) => ({
    plan,
    outcomes: publications.flatMap(({ publicationId }) => outcomeOf.get(publicationId) ?? []),
    links: publications.flatMap(({ publicationId }) => known.get(publicationId)?.url ?? []),
  }));
}

async function knownOfThePast(
  rows: readonly PlannedRow[],
  uploadedAt: Date,
  planner: PublicationPlanner,
): Promise<ReadonlyMap<string, KnownPublication>> {
  const past = rows.filter(({ plan }) => isPast(plan, uploadedAt)).flatMap(({ publications }) => publications);
  return past.length > 0 ? planner.known(past.map(({ publicationId }) => publicationId)) : new Map();
}

function admit(row: PlannedRow, uploadedAt: Date, known: ReadonlyMap<string, KnownPublication>): PlannedRow {
  if (!isPast(row.plan, uploadedAt)) return row;
  const publications = row.publications.filter(({ publicationId }) => known.has(publicationId));
  if (publications.length === row.publications.length) return row;
  return held(row, pastProblem(row.plan, uploadedAt), publications);
}
