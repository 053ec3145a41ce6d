import { isPast, pastProblem } from "#lib/domain/publishing/calendar/past.ts";
import type { RowPlan } from "#lib/domain/publishing/calendar/plan-row.ts";
import type { PlanOutcome } from "#lib/domain/publishing/calendar/result.ts";
import { held, type PlannedRow } from "./planned-row.ts";
import type { KnownPublication, PlannedPublication, PublicationPlanner, SoonDispatcher } from "./ports.ts";

export interface PlanningServices {
  readonly planner: PublicationPlanner;
  readonly dispatcher: SoonDispatcher;
}

/** A row of which all is known. */
export interface ImportedRow {
  readonly plan: RowPlan;
  /** What became of each post that may go out; none for a row that was rejected. */
  readonly outcomes: readonly PlanOutcome[];
  /** Where its posts can be seen already. */
  readonly links: readonly string[];
}

/** What every publication has until somebody edits it. */
const FIRST_REVISION = 1;

/**
 * Puts judged rows into the plan and sends on their way those that are due before a tick would see them. A row of the past
 * is refused, unless it was planned earlier: then its file was only uploaded again.
 */
export async function planBatch(
  rows: readonly PlannedRow[],
  uploadedAt: Date,
  { planner, dispatcher }: PlanningServices,
): Promise<readonly ImportedRow[]> {
  const known = await knownOfThePast(rows, uploadedAt, planner);
  const admitted = rows.map((row) => admit(row, uploadedAt, known));
  const publications = admitted.flatMap((row) => row.publications);
  const outcomes = publications.length > 0 ? await planner.plan(publications) : [];
  const added = publications.filter((_, index) => outcomes[index] === "added");
  if (added.length > 0) await dispatcher.dispatchSoon(added.map(soonDue));

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

function soonDue({ publicationId, channel, dueAt, wantsStaging }: PlannedPublication) {
  return { publicationId, channelId: channel.channelId, dueAt, revision: FIRST_REVISION, wantsStaging };
}
