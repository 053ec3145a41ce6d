import type { Publication, ReviewQuestion } from "#lib/domain/publishing/publication.ts";
import { isCancelledWithItsPost } from "#lib/domain/publishing/revision.ts";
import { cancel, resolve, retry, type Verdict } from "#lib/domain/publishing/transitions/deciding.ts";
import type { PublicationTransition, Stamp } from "#lib/domain/publishing/transitions/transition.ts";
import type { Clock } from "../clock.ts";
import type { EventPublisher } from "../events.ts";
import { dispatchSoon } from "./dispatch-due.ts";
import type { PublicationStore, PublishQueue } from "./ports.ts";
import { tell } from "./step.ts";

/** What a named person decides about one publication. */
export type Decision =
  | { readonly to: "cancel"; readonly why: string }
  /** Sends again what failed, was missed or was cancelled. */
  | { readonly to: "retry" }
  /** Answers what a review asks. */
  | { readonly to: "resolve"; readonly verdict: Verdict };

export interface DecisionServices {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly publications: PublicationStore;
  readonly publishQueue: PublishQueue;
  readonly events: EventPublisher;
}

export type DecisionResult =
  | { readonly outcome: "done"; readonly publication: Publication }
  /** Its state does not allow it (any more). */
  | { readonly outcome: "refused"; readonly publication: Publication }
  /** It waits for the answer to another question. */
  | { readonly outcome: "asked-otherwise"; readonly publication: Publication; readonly question: ReviewQuestion }
  | { readonly outcome: "unknown" };

/** Carries out a person's decision, under their name, unless the publication has moved on. */
export async function decidePublication(
  publicationId: string,
  { decision, by }: { readonly decision: Decision; readonly by: string },
  services: DecisionServices,
): Promise<DecisionResult> {
  const { clock, newId, publications, publishQueue } = services;
  const [publication] = await publications.getMany([publicationId]);
  if (!publication) return { outcome: "unknown" };
  const stamp = { now: clock.now(), claimId: newId(), by };
  const written = await publications.apply(publication, transitionOf(publication, decision, stamp));
  if (!written.applied) return refused(written.current ?? publication, decision);

  const decided = written.publication;
  const { nextStepAt } = decided;
  if (nextStepAt) await dispatchSoon([{ ...decided, nextStepAt }], { clock, publishQueue });
  if (decision.to === "retry") await retryFollowUps(decided, by, services);
  await tell(decided, services);
  return { outcome: "done", publication: decided };
}

/** What was cancelled only because its post came to nothing is wanted again with it. */
async function retryFollowUps(
  { followUpIds = [] }: Publication,
  by: string,
  services: DecisionServices,
): Promise<void> {
  const { clock, newId, publications } = services;
  const below = (await publications.getMany(followUpIds)).filter(isCancelledWithItsPost);
  for (const each of below) {
    await publications.apply(each, retry(each, { now: clock.now(), claimId: newId(), by }));
    await retryFollowUps(each, by, services);
  }
}

function refused(publication: Publication, decision: Decision): DecisionResult {
  const { question } = publication;
  const isAnswer = decision.to === "resolve" && question !== undefined && question !== decision.verdict.answers;
  return isAnswer ? { outcome: "asked-otherwise", publication, question } : { outcome: "refused", publication };
}

function transitionOf(publication: Publication, decision: Decision, stamp: Stamp): PublicationTransition {
  switch (decision.to) {
    case "cancel":
      return cancel(publication, decision.why, stamp);
    case "retry":
      return retry(publication, stamp);
    case "resolve":
      return resolve(publication, decision.verdict, stamp);
  }
}
