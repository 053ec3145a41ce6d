import type { PlanOutcome } from "#lib/domain/publishing/calendar/result.ts";
import { firstStepAt } from "#lib/domain/publishing/follow-up.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { isSameContent } from "#lib/domain/publishing/same-content.ts";
import { type Edit, edit } from "#lib/domain/publishing/transitions/deciding.ts";
import type { Clock } from "../clock.ts";
import type { KnownPublication, PlannedPublication, PublicationPlanner } from "./calendar/ports.ts";
import { dispatchSoon } from "./dispatch-due.ts";
import type { PublicationStore, PublishQueue } from "./ports.ts";
import { stamp } from "./publish-services.ts";

export interface PlanServices {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly publications: PublicationStore;
  readonly publishQueue: PublishQueue;
}

/**
 * Puts what a calendar asks for into the publications, and on its way what falls due before a tick would see it.
 * Planning the same again changes nothing; a change moves what is not out yet.
 */
export function publicationPlanner(services: PlanServices): PublicationPlanner {
  return {
    plan: (planned) => plan(planned, services),
    known: async (publicationIds) => {
      const publications = await services.publications.getMany(publicationIds);
      return new Map<string, KnownPublication>(publications.map(({ publicationId, url }) => [publicationId, { url }]));
    },
  };
}

interface Planned {
  readonly outcome: PlanOutcome;
  /** Set when this call put it where it is. */
  readonly publication?: Publication;
}

async function plan(planned: readonly PlannedPublication[], services: PlanServices): Promise<readonly PlanOutcome[]> {
  const ids = planned.map(({ publicationId }) => publicationId);
  const known = new Map((await services.publications.getMany(ids)).map((each) => [each.publicationId, each]));
  const fresh = planned.filter(({ publicationId }) => !known.has(publicationId)).map((each) => begin(each, services));
  const added = await services.publications.add(fresh);
  const freshById = new Map(fresh.map((each) => [each.publicationId, each]));

  const results: Planned[] = [];
  for (const each of planned) {
    const publication = freshById.get(each.publicationId);
    // One that appeared since we looked was planned by another run over the same file.
    if (publication)
      results.push(added.has(each.publicationId) ? { outcome: "added", publication } : { outcome: "unchanged" });
    else results.push(await change(each, known.get(each.publicationId), services));
  }
  await dispatchSoon(
    results.flatMap(({ publication }) => (publication ? [dueEntry(publication)] : [])),
    services,
  );
  return results.map(({ outcome }) => outcome);
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
    history: [{ at: clock.now(), what: "planned", by: "import" }],
    claimId: newId(),
    stageCount: 0,
    attempt: 0,
    fence: 0,
    probeCount: 0,
  };
}

async function change(
  planned: PlannedPublication,
  known: Publication | undefined,
  services: PlanServices,
): Promise<Planned> {
  const { draft, dueAt, wantsStaging, lateness, followUpIds, needsApproval } = planned;
  const wanted = { draft, dueAt, followUpIds, ...lateness, needsApproval };
  if (!known || isSameContent(known, wanted)) return { outcome: "unchanged" };
  const changed: Edit = { ...wanted, wantsStaging };
  const transition = edit(known, changed, { ...stamp(services), by: "import" });
  const written = await services.publications.apply(known, transition);
  // Its guard says: not once it is being sent. What is out stays as it is.
  return written.applied ? { outcome: "changed", publication: written.publication } : { outcome: "already-out" };
}

function dueEntry({ publicationId, channelId, revision, dueAt, nextStepAt = dueAt, wantsStaging }: Publication) {
  return { publicationId, channelId, revision, nextStepAt, wantsStaging };
}
