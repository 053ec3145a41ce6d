import { NOT_APPROVED } from "#lib/domain/publishing/approval.ts";
import { type NextStep, nextStep } from "#lib/domain/publishing/next-step.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { askIfWanted, miss } from "#lib/domain/publishing/transitions/deciding.ts";
import { deskOf } from "./below-post.ts";
import { commitPublication } from "./commit-publication.ts";
import { followParent } from "./follow-parent.ts";
import { holdPublication } from "./hold-publication.ts";
import type { PublishingDesk } from "./publish-services.ts";
import { expireClaim, reconcilePublication } from "./reconcile-publication.ts";
import { stagePublication } from "./stage-publication.ts";
import { type Moved, move } from "./step.ts";

/** A wait up to this long is slept through; a longer one is left to a later message. */
const PATIENCE_MS = 2_500;

/** More steps than any post needs: a bound against a network that says "go on" for ever. */
const MAX_STEPS = 200;

/**
 * Takes a publication as far as it can go now.
 *
 * @returns when somebody should come back for it; undefined when nothing is left to do, or only much later.
 */
export async function advancePublication(publication: Publication, desk: PublishingDesk): Promise<Date | undefined> {
  const { clock } = desk.services;
  let current = publication;
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    const next = nextStep(current, clock.now(), desk.publishing.stageAheadMs);
    if (next.do === "nothing" || isSomebodyElses(next, current)) return undefined;
    const moved = await perform(next, current, deskOf(current, desk));
    if (!moved.publication) return undefined;
    current = moved.publication;
    if (moved.pauseMs > patienceOf(desk)) return new Date(clock.now().getTime() + moved.pauseMs);
    await clock.sleep(moved.pauseMs);
  }
  return new Date(clock.now().getTime() + PATIENCE_MS);
}

/** What waits for its due instant is woken by the tick; what is being sent is looked after by the claim's holder. */
function isSomebodyElses(next: NextStep, { state, nextStepAt, dueAt }: Publication): boolean {
  return next.do === "wait" && (state === "sending" || nextStepAt?.getTime() === dueAt.getTime());
}

function patienceOf({ remainingMs }: PublishingDesk): number {
  return remainingMs() > 2 * PATIENCE_MS ? PATIENCE_MS : 0;
}

async function perform(
  next: Exclude<NextStep, { do: "nothing" }>,
  publication: Publication,
  desk: PublishingDesk,
): Promise<Moved> {
  switch (next.do) {
    case "wait":
    case "wait-to-stage":
      return { publication, pauseMs: next.until.getTime() - desk.services.clock.now().getTime() };
    case "follow":
      return await followParent(publication, desk);
    case "await-approval":
      return await holdPublication(publication, NOT_APPROVED, desk.services);
    case "expire":
      return await expireClaim(publication, desk);
    case "stage":
    case "commit":
    case "reconcile":
      return await performAtNetwork(next, publication, desk);
    case "ask":
      return await move(publication, (stamp) => askIfWanted(publication, stamp), desk.services);
    case "miss":
      return await move(publication, (stamp) => miss(publication, stamp), desk.services);
  }
}

async function performAtNetwork(
  next: Extract<NextStep, { do: "stage" | "commit" | "reconcile" }>,
  publication: Publication,
  desk: PublishingDesk,
): Promise<Moved> {
  const { access } = desk;
  if (access instanceof Error) return await holdPublication(publication, access.message, desk.services);
  const open = { ...desk, access };
  switch (next.do) {
    case "stage":
      return await stagePublication(publication, open);
    case "commit":
      return await commitPublication(publication, next.at, open);
    case "reconcile":
      return await reconcilePublication(publication, open);
  }
}
