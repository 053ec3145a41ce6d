import type { Say } from "#lib/domain/publishing/calendar/messages/say.ts";
import { isOver, isPast, isRepeated, pastProblem } from "#lib/domain/publishing/calendar/past.ts";
import type { RowOutcome } from "#lib/domain/publishing/calendar/result.ts";
import { held, type PlannedRow } from "./planned-row.ts";
import type { KnownPublication, PublicationPlanner } from "./ports.ts";

interface BatchContext {
  readonly uploadedAt: Date;
  readonly planner: PublicationPlanner;
  readonly say: Say;
}

/**
 * Puts judged rows into the plan. A row of the past is refused, unless it was planned earlier: then its file was only
 * uploaded again.
 */
export async function planBatch(
  rows: readonly PlannedRow[],
  { uploadedAt, planner, say }: BatchContext,
): Promise<readonly RowOutcome[]> {
  const known = await knownOfThePast(rows, uploadedAt, planner);
  const admitted = rows.map((row) => admit(row, { uploadedAt, known, say }));
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

interface Admission {
  readonly uploadedAt: Date;
  readonly known: ReadonlyMap<string, KnownPublication>;
  readonly say: Say;
}

function admit(row: PlannedRow, { uploadedAt, known, say }: Admission): PlannedRow {
  if (!isPast(row.plan, uploadedAt)) return row;
  const publications = row.publications.filter(
    (post) => known.has(post.publicationId) || (isRepeated(row.plan) && !isOver(post, uploadedAt)),
  );
  if (publications.length === row.publications.length) return row;
  if (isRepeated(row.plan) && publications.length > 0) return { ...row, publications };
  return held(row, pastProblem(row.plan, uploadedAt, say), publications);
}
