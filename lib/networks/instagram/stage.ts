import type { Draft } from "#lib/domain/publishing/draft.ts";
import { ContentRejectedError, DuplicateContentError } from "../errors.ts";
import type { Progress, PublishingContext, StageStep } from "../network.ts";
import { CONTAINER_LIVES_MS, createCarousel, createChild, createSingle, readState } from "./container.ts";
import { type Container, progressOf, readProgress, type StagedContainers } from "./progress.ts";
import type { ContainerState } from "./wire.ts";

/** A container is looked at when it is this old; an older one every minute. By its age, so that a look leaves no trace. */
const LOOK_AT_AGE_MS = [5_000, 15_000, 35_000, 65_000];
const LATER_LOOKS_MS = 60_000;

/** A container that takes longer than this is stuck. */
const GIVE_UP_AFTER_MS = 20 * 60_000;
const MOST_RESTARTS = 2;

/** Failures of Meta's own (2207…): the same media may well pass with a new container. */
const PASSING_TROUBLE = new Set([
  "2207001",
  "2207003",
  "2207020",
  "2207032",
  "2207052",
  "2207053",
  "2207077",
  "2207082",
]);

/**
 * Brings the containers one step further: create the next, or look at one that is not finished yet.
 *
 * @see https://developers.facebook.com/docs/instagram-platform/content-publishing
 */
export async function stage(
  draft: Draft,
  progress: Progress | undefined,
  context: PublishingContext,
): Promise<StageStep> {
  const staged = readProgress(progress);
  if (hasExpired(staged, context.now())) return startAnew(staged);

  const [only, ...others] = draft.media;
  const isCarousel = others.length > 0;
  const next = isCarousel ? draft.media[staged.children.length] : undefined;
  if (next) return wentOn({ ...staged, children: [...staged.children, await createChild(next, context)] });

  const unfinished = [...staged.children, staged.container].find((each) => each && !each.isFinished);
  if (unfinished) return lookAt(unfinished, staged, context);
  if (staged.container) return { status: "staged", progress: progressOf(staged), expiresAt: expiryOf(staged) };

  if (!only) throw new ContentRejectedError("Instagram has no posts without an image or a video");
  const container = isCarousel
    ? await createCarousel(draft, staged.children, context)
    : await createSingle(draft, only, context);
  return waitFor(container, { ...staged, container }, context.now());
}

async function lookAt(container: Container, staged: StagedContainers, context: PublishingContext): Promise<StageStep> {
  const state = await readState(container.id, context);
  switch (state.status_code) {
    case "FINISHED":
      return wentOn(replace(staged, { ...container, isFinished: true }));
    case "IN_PROGRESS":
      return isStuck(container, context.now()) ? startAnew(staged) : waitFor(container, staged, context.now());
    case "EXPIRED":
      return startAnew(staged);
    case "ERROR":
      return afterError(state, staged);
    case "PUBLISHED":
      throw new DuplicateContentError("the container is already published", { code: "PUBLISHED" });
  }
}

function afterError({ status = "" }: ContainerState, staged: StagedContainers): StageStep {
  const code = /\b2207\d{3}\b/.exec(status)?.[0];
  if (code && PASSING_TROUBLE.has(code)) return startAnew(staged);
  throw new ContentRejectedError(`Instagram could not use the media: ${status || "no reason given"}`, { code });
}

function wentOn(staged: StagedContainers): StageStep {
  const isReady = staged.container?.isFinished ?? false;
  return isReady
    ? { status: "staged", progress: progressOf(staged), expiresAt: expiryOf(staged) }
    : { status: "continue", progress: progressOf(staged) };
}

/** That some items of a carousel are finished already is not worth storing: they are asked again. */
function waitFor(container: Container, staged: StagedContainers, now: Date): StageStep {
  const ageMs = now.getTime() - Date.parse(container.createdAt);
  const next = LOOK_AT_AGE_MS.find((lookAtMs) => lookAtMs > ageMs) ?? ageMs + LATER_LOOKS_MS;
  const children = staged.container ? staged.children : staged.children.map((each) => ({ ...each, isFinished: false }));
  return { status: "wait", progress: progressOf({ ...staged, children }), afterMs: next - ageMs };
}

/** Containers cannot be deleted: the old ones are left to expire. */
function startAnew({ restartCount }: StagedContainers): StageStep {
  if (restartCount >= MOST_RESTARTS) {
    throw new ContentRejectedError(`Instagram did not finish the media in ${restartCount + 1} attempts`, {
      code: "stuck",
    });
  }
  return { status: "continue", progress: progressOf({ children: [], restartCount: restartCount + 1 }) };
}

function replace(staged: StagedContainers, changed: Container): StagedContainers {
  const swap = (each: Container) => (each.id === changed.id ? changed : each);
  return { ...staged, children: staged.children.map(swap), container: staged.container && swap(staged.container) };
}

function isStuck({ createdAt }: Container, now: Date): boolean {
  return now.getTime() - Date.parse(createdAt) > GIVE_UP_AFTER_MS;
}

function hasExpired(staged: StagedContainers, now: Date): boolean {
  return expiryMs(staged) <= now.getTime();
}

function expiryOf(staged: StagedContainers): Date {
  return new Date(expiryMs(staged));
}

/** The oldest container decides; without any there is nothing to expire. */
function expiryMs({ children, container }: StagedContainers): number {
  const createdAt = [...children, ...(container ? [container] : [])].map((each) => Date.parse(each.createdAt));
  return Math.min(...createdAt) + CONTAINER_LIVES_MS;
}
