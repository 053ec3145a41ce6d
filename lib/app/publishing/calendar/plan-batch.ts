import type { Wording } from "#lib/domain/publishing/calendar/messages/catalogue.ts";
import type { Say } from "#lib/domain/publishing/calendar/messages/say.ts";
import { isOver, isPast, isRepeated, pastProblem } from "#lib/domain/publishing/calendar/past.ts";
import { allOf, type CalendarProblem, onLine } from "#lib/domain/publishing/calendar/problem.ts";
import { isHeldBack } from "#lib/domain/publishing/calendar/result.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { isCancelledByImport } from "#lib/domain/publishing/revision.ts";
import { withoutSettledApproval } from "./approval-notes.ts";
import type { DonePost, DoneRow } from "./done-row.ts";
import { held, type PlannedRow } from "./planned-row.ts";
import type { PlanResult, PublicationPlanner } from "./ports.ts";

export interface BatchContext {
  readonly uploadedAt: Date;
  readonly known: PublicationPlanner["known"];
  /** Puts publications into the plan, or only says what that would do. */
  readonly plan: PublicationPlanner["plan"];
  readonly say: Say;
}

/**
 * Puts judged rows into the plan. A row of the past is refused, unless it was planned earlier: then its file was only
 * uploaded again.
 */
export async function planBatch(rows: readonly PlannedRow[], context: BatchContext): Promise<readonly DoneRow[]> {
  const { uploadedAt, say } = context;
  const known = await knownOfThePast(rows, context);
  const admitted = rows.map((row) => admit(row, { uploadedAt, known, say }));
  const publications = admitted.flatMap((row) => row.publications);
  const results = publications.length > 0 ? await context.plan(publications, uploadedAt) : [];

  // Results are in the order of the publications.
  let next = 0;
  return admitted.map(({ plan, publications }) => {
    const judged: DonePost[] = [];
    for (const publication of publications) {
      const result = results[next++];
      if (result) judged.push({ publication, result });
    }
    const notes = toldOnce(allOf(...judged.map((post) => noteOf(post, plan.row.line, say))));
    const posts = judged.filter(({ result }) => !isHeldBack(result.outcome));
    const problems = allOf(withoutSettledApproval(plan.problems, posts), notes);
    return {
      plan: problems === plan.problems ? plan : { ...plan, problems },
      posts,
      outcomes: posts.map(({ result }) => result.outcome),
      links: posts.flatMap(({ result }) => result.known?.url ?? []),
    };
  });
}

async function knownOfThePast(
  rows: readonly PlannedRow[],
  { uploadedAt, known }: BatchContext,
): Promise<ReadonlyMap<string, Publication>> {
  const past = rows.filter(({ plan }) => isPast(plan, uploadedAt)).flatMap(({ publications }) => publications);
  return past.length > 0 ? known(past, uploadedAt) : new Map();
}

interface Admission {
  readonly uploadedAt: Date;
  readonly known: ReadonlyMap<string, Publication>;
  readonly say: Say;
}

function admit(row: PlannedRow, { uploadedAt, known, say }: Admission): PlannedRow {
  if (!isPast(row.plan, uploadedAt)) return row;
  const publications = row.publications.filter(
    (post) => wasPlanned(known.get(post.publicationId)) || (isRepeated(row.plan) && !isOver(post, uploadedAt)),
  );
  if (publications.length === row.publications.length) return row;
  if (isRepeated(row.plan) && publications.length > 0) return { ...row, publications };
  return held(row, pastProblem(row.plan, uploadedAt, say), publications);
}

/** A row that was taken out of its file and comes back after its time comes too late. */
function wasPlanned(known: Publication | undefined): boolean {
  return known !== undefined && !isCancelledByImport(known);
}

/** What the row asks for and does not get is told, with the way out. */
function noteOf({ publication, result }: DonePost, line: number, say: Say): readonly CalendarProblem[] {
  const wording = wordingOf(result, publication.calendar, say);
  if (!wording || publication.followUp) return [];
  if (result.outcome === "new-version") return [onLine(line, { column: "", ...wording })];
  const severity = isHeldBack(result.outcome) ? "error" : "warning";
  return [onLine(line, { column: "", ...wording, severity, channelId: publication.channel.channelId })];
}

/** What concerns the row is told once, on however many channels it would go out. */
function toldOnce(notes: readonly CalendarProblem[]): readonly CalendarProblem[] {
  if (notes.length < 2) return notes;
  return [...new Map(notes.map((note) => [`${note.channelId} ${note.problem}`, note])).values()];
}

function wordingOf({ outcome, known }: PlanResult, own: string, say: Say): Wording | undefined {
  const calendar = known?.calendar ?? "";
  if (outcome === "planned-elsewhere") return say("postElsewhere", { calendar });
  if (outcome === "edited-elsewhere") return say("rowElsewhere", { calendar });
  if (outcome === "new-version") return say("newVersion", { calendar, own });
  if (outcome !== "called-off") return undefined;
  return say(known?.state === "cancelled" ? "postCancelled" : "postFailed", { reason: known?.reason ?? "" });
}
