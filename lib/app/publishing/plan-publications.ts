import pLimit from "p-limit";
import { firstStepAt } from "#lib/domain/publishing/following.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { decideRevision, IMPORT } from "#lib/domain/publishing/revision.ts";
import type { Plan } from "#lib/domain/publishing/same-content.ts";
import { type Edit, edit, replan } from "#lib/domain/publishing/transitions/deciding.ts";
import type { Clock } from "../clock.ts";
import type { EventPublisher } from "../events.ts";
import type { PlannedPublication, Planning, PlanResult, PublicationPlanner } from "./calendar/ports.ts";
import { cancelPublications, previewCancels } from "./cancel-publications.ts";
import { dispatchSoon } from "./dispatch-due.ts";
import { type Elsewhere, type ElsewhereServices, findElsewhere } from "./find-elsewhere.ts";
import type { PlannedLately } from "./planned-lately.ts";
import type { PublicationStore, PublishQueue } from "./ports.ts";
import { stamp } from "./publish-services.ts";

export interface PlanServices {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly publications: PublicationStore;
  readonly publishQueue: PublishQueue;
  readonly events: EventPublisher;
  /** Spares reading what this process has planned itself. */
  readonly lately?: PlannedLately;
  /** Shows what other calendars have planned; without it, nobody looks. */
  readonly listing?: ElsewhereServices["listing"];
}

/**
 * Puts what a calendar asks for into the publications, and on its way what falls due before a tick would see it.
 * Planning the same again changes nothing; a change moves what is not out yet.
 */
export function publicationPlanner(services: PlanServices): PublicationPlanner {
  return {
    plan: (planned, uploadedAt, how = {}) => plan(planned, { ...how, uploadedAt, services }),
    cancel: (publicationIds, why) => cancelPublications(publicationIds, why, services),
    ...publicationPreview(services),
  };
}

/** The part of the planner that only looks. */
export function publicationPreview(
  services: Pick<PlanServices, "publications" | "listing" | "lately">,
): Pick<PublicationPlanner, "preview" | "previewCancel" | "known"> {
  const { publications } = services;
  return {
    previewCancel: (publicationIds) => previewCancels(publicationIds, { publications }),
    async preview(planned, uploadedAt) {
      const present = await presentOf(planned, { uploadedAt }, services);
      return planned.map((each) => foreseen(each, present, uploadedAt));
    },
    async known(planned, uploadedAt) {
      const { known, elsewhere } = await presentOf(planned, { uploadedAt }, services);
      const twins = [...elsewhere].filter(([, { outcome }]) => outcome === "planned-elsewhere");
      return new Map([...twins.map(([id, twin]) => [id, twin.known] as const), ...known]);
    },
  };
}

function foreseen(planned: PlannedPublication, { known, elsewhere }: Present, uploadedAt: Date): PlanResult {
  const publication = known.get(planned.publicationId);
  if (!publication) return elsewhere.get(planned.publicationId) ?? { outcome: "added" };
  const revision = decideRevision(publication, wantedOf(planned), uploadedAt);
  const isMoved = revision === "edit" || revision === "replan";
  return isMoved
    ? { outcome: "changed", known: publication, before: publication }
    : { outcome: revision, known: publication };
}

/** Enough to keep the table busy, few enough for a small function. */
const PARALLEL_REVISIONS = 25;

interface Planned extends PlanResult {
  /** Set when this call put it where it is. */
  readonly moved?: Publication;
}

interface Upload extends Planning {
  readonly uploadedAt: Date;
  readonly services: PlanServices;
}

async function plan(
  planned: readonly PlannedPublication[],
  { uploadedAt, foresee, isFirst = false, services }: Upload,
): Promise<readonly PlanResult[]> {
  const present = await presentOf(planned, { uploadedAt, isFirst }, services);
  await foresee?.(planned.map((each) => foreseen(each, present, uploadedAt)));
  const { known, elsewhere } = present;
  const fresh = planned
    .filter(isNotIn(known))
    .filter(isNotIn(elsewhere))
    .map((each) => begin(each, services));
  const added = await services.publications.add(fresh);
  services.lately?.note(fresh.filter(({ publicationId }) => added.has(publicationId)));
  const appeared = await knownOf(fresh.filter(isNotIn(added)), services);
  const freshById = new Map(fresh.map((each) => [each.publicationId, each]));

  const results = await pLimit(PARALLEL_REVISIONS).map(planned, async (each): Promise<Planned> => {
    const moved = freshById.get(each.publicationId);
    const current = known.get(each.publicationId) ?? appeared.get(each.publicationId);
    const other = elsewhere.get(each.publicationId);
    if (current) return await revise(each, current, { uploadedAt, services });
    return other ?? { outcome: "added", moved };
  });
  await dispatchSoon(
    results.flatMap(({ moved }) => (moved ? [dueEntry(moved)] : [])),
    services,
  );
  return results.map(({ outcome, known }) => ({ outcome, known }));
}

interface Present {
  /** What is planned already. */
  readonly known: ReadonlyMap<string, Publication>;
  /** What another calendar has of the rest: nothing goes out twice. */
  readonly elsewhere: ReadonlyMap<string, Elsewhere>;
}

async function presentOf(
  planned: readonly PlannedPublication[],
  { uploadedAt, isFirst = false }: Pick<Upload, "uploadedAt" | "isFirst">,
  { publications, listing, lately }: Pick<PlanServices, "publications" | "listing" | "lately">,
): Promise<Present> {
  const known = await knownOf(isFirst ? [] : planned, { publications });
  const isNew = isNotIn(known);
  if (!listing || !planned.some(isNew)) return { known, elsewhere: new Map() };
  return { known, elsewhere: await findElsewhere(planned, { isNew, uploadedAt }, { publications, listing, lately }) };
}

type Identified = Pick<Publication, "publicationId">;

async function knownOf(
  wanted: readonly Identified[],
  { publications }: Pick<PlanServices, "publications">,
): Promise<ReadonlyMap<string, Publication>> {
  if (wanted.length === 0) return new Map();
  const found = await publications.getMany(wanted.map(({ publicationId }) => publicationId));
  return new Map(found.map((each) => [each.publicationId, each]));
}

function isNotIn(known: { has(publicationId: string): boolean }): (each: Identified) => boolean {
  return ({ publicationId }) => !known.has(publicationId);
}

/** A publication at its beginning. */
function begin(planned: PlannedPublication, { clock, newId }: PlanServices): Publication {
  const { publicationId, calendar, rowId, channel, dueAt, draft, wantsStaging, lateness, needsApproval } = planned;
  const { followUp, followUpIds } = planned;
  return {
    publicationId,
    calendar,
    rowId,
    channelId: channel.channelId,
    network: channel.network,
    revision: 1,
    draft,
    dueAt,
    ...lateness,
    needsApproval,
    wantsStaging,
    ...(followUp && { followUp }),
    ...(followUpIds && { followUpIds }),
    state: "planned",
    nextStepAt: firstStepAt({ dueAt, followUp }),
    history: [{ at: clock.now(), what: "planned", by: IMPORT }],
    claimId: newId(),
    stageCount: 0,
    attempt: 0,
    fence: 0,
    probeCount: 0,
  };
}

async function revise(
  planned: PlannedPublication,
  known: Publication,
  { uploadedAt, services }: { readonly uploadedAt: Date; readonly services: PlanServices },
): Promise<Planned> {
  const revision = decideRevision(known, wantedOf(planned), uploadedAt);
  if (revision !== "edit" && revision !== "replan") return { outcome: revision, known };
  const changed: Edit = { ...wantedOf(planned), wantsStaging: planned.wantsStaging };
  const move = revision === "edit" ? edit : replan;
  const written = await services.publications.apply(known, move(known, changed, { ...stamp(services), by: IMPORT }));
  // Its guard says: not once it is being sent. What is out stays as it is.
  if (!written.applied) return { outcome: "already-out", known: written.current };
  return { outcome: "changed", moved: written.publication };
}

function wantedOf({ draft, dueAt, lateness, followUpIds, needsApproval }: PlannedPublication): Plan {
  return { draft, dueAt, followUpIds, ...lateness, needsApproval };
}

function dueEntry({ publicationId, channelId, revision, dueAt, nextStepAt = dueAt, wantsStaging }: Publication) {
  return { publicationId, channelId, revision, nextStepAt, wantsStaging };
}
