import { CHECK_AHEAD_MS } from "#lib/domain/publishing/risk.ts";
import { STAGE_AHEAD_MS } from "#lib/domain/publishing/staging-time.ts";
import type { Clock } from "../clock.ts";
import { inBatches } from "./calendar/batches.ts";
import { packJobs, packPages, type WakeUp } from "./pack-jobs.ts";
import type { DueEntry, DueIndex, PublishQueue } from "./ports.ts";

export interface DispatchServices {
  readonly clock: Clock;
  readonly dueIndex: DueIndex;
  readonly publishQueue: PublishQueue;
  /** Where posts are sent a day and an hour ahead, to be checked once more. @default nobody checks */
  readonly checkQueue?: PublishQueue;
}

/** A tick comes every minute, somewhere in it: two minutes ahead leave none of them out. */
export const LOOK_AHEAD_MS = 2 * 60_000;

/** What is still in the index this long after its instant is sent again: its message was lost, or its worker died. */
const SWEEP_BACK_MS = 15 * 60_000;

/** Once an hour the sweep goes back further: all workers may have been away for longer than any message lives. */
const DEEP_SWEEP_BACK_MS = 24 * 60 * 60_000;

/** Younger than this it is probably just being published. */
const SWEEP_GRACE_MS = 30_000;

/** An outage of the ticker is swept up to this far back. */
const LONGEST_OUTAGE_MS = 7 * 24 * 60 * 60_000;

interface Range {
  readonly from: Date;
  readonly to: Date;
}

export interface DispatchSummary {
  readonly committing: number;
  readonly staging: number;
  readonly swept: number;
  readonly checking: number;
}

/**
 * One tick: dispatches what becomes due, what wants staging half an hour ahead, and, independently of any queue, what
 * should have happened by now and did not. Dispatching twice is harmless: the claim decides.
 */
export async function dispatchDue(services: DispatchServices): Promise<DispatchSummary> {
  const { clock, dueIndex, publishQueue } = services;
  const now = clock.now();
  const aheadUntil = plus(now, LOOK_AHEAD_MS);
  const lookedUntil = await dueIndex.lookedUntil();
  const ahead = { from: aheadFrom(lookedUntil, now), to: aheadUntil };
  const behind = { from: sweepFrom(lookedUntil, now), to: plus(now, -SWEEP_GRACE_MS) };
  const staging = { from: plus(ahead.from, STAGE_AHEAD_MS - LOOK_AHEAD_MS), to: plus(now, STAGE_AHEAD_MS) };

  const dispatch = (range: Range, wakeUp: WakeUp, only?: (entry: DueEntry) => boolean) =>
    dispatchRange({ dueIndex, publishQueue, now }, range, { wakeUp, only });
  const summary = {
    committing: await dispatch(ahead, "on-time"),
    staging: await dispatch(staging, "now", (entry) => entry.wantsStaging),
    swept: await dispatch(behind, "now"),
    checking: await dispatchChecks(ahead.from, now, services),
  };
  await dueIndex.setLookedUntil(aheadUntil);
  return summary;
}

/** Last, so that trouble with it holds no post up; before the cursor moves, so that the next tick does what this one lost. */
async function dispatchChecks(
  aheadFrom: Date,
  now: Date,
  { dueIndex, checkQueue: publishQueue }: DispatchServices,
): Promise<number> {
  if (!publishQueue) return 0;
  let count = 0;
  for (const aheadMs of CHECK_AHEAD_MS) {
    const range = { from: plus(aheadFrom, aheadMs - LOOK_AHEAD_MS), to: plus(now, aheadMs) };
    count += await dispatchRange({ dueIndex, publishQueue, now }, range, { wakeUp: "now" });
  }
  return count;
}

/** Goes on where the last tick stopped looking; what lies before now is the sweep's. */
function aheadFrom(lookedUntil: Date | undefined, now: Date): Date {
  const from = lookedUntil?.getTime() ?? 0;
  return new Date(Math.max(Math.min(from, now.getTime() + LOOK_AHEAD_MS), now.getTime() - SWEEP_GRACE_MS));
}

/** Fifteen minutes back, by the hour's first tick a day; after an outage of the ticker, to where it had looked. */
function sweepFrom(lookedUntil: Date | undefined, now: Date): Date {
  const lastTickAt = (lookedUntil?.getTime() ?? 0) - LOOK_AHEAD_MS;
  const isFirstOfHour = hourOf(lastTickAt) < hourOf(now.getTime());
  const usual = now.getTime() - (isFirstOfHour ? DEEP_SWEEP_BACK_MS : SWEEP_BACK_MS);
  const outage = (lookedUntil?.getTime() ?? 0) - SWEEP_BACK_MS;
  return new Date(Math.max(Math.min(usual, outage), now.getTime() - LONGEST_OUTAGE_MS));
}

function hourOf(instant: number): number {
  return Math.floor(instant / (60 * 60_000));
}

/** Messages that are sent together: several of the queue's calls side by side. */
const JOBS_PER_SEND = 100;

async function dispatchRange(
  { dueIndex, publishQueue, now }: { dueIndex: DueIndex; publishQueue: PublishQueue; now: Date },
  { from, to }: Range,
  { wakeUp, only = () => true }: { wakeUp: WakeUp; only?: (entry: DueEntry) => boolean },
): Promise<number> {
  let count = 0;
  const jobs = packPages(wanted(dueIndex.due(from, to), only), wakeUp, now);
  for await (const some of inBatches(jobs, JOBS_PER_SEND)) {
    await publishQueue.send(some);
    count += some.reduce((sum, { job }) => sum + job.publications.length, 0);
  }
  return count;
}

async function* wanted(
  pages: AsyncIterable<readonly DueEntry[]>,
  only: (entry: DueEntry) => boolean,
): AsyncGenerator<readonly DueEntry[]> {
  for await (const page of pages) yield page.filter(only);
}

/**
 * Dispatches at once what the ticks have already looked past: an import or an edit may plan something for the next
 * minutes.
 */
export async function dispatchSoon(
  entries: readonly DueEntry[],
  { clock, publishQueue }: Pick<DispatchServices, "clock" | "publishQueue">,
): Promise<void> {
  const now = clock.now();
  const within = (ms: number) => (entry: DueEntry) => entry.nextStepAt.getTime() <= now.getTime() + ms;
  const toCommit = entries.filter(within(LOOK_AHEAD_MS + MARGIN_MS));
  const toStage = entries.filter((entry) => entry.wantsStaging && within(STAGE_AHEAD_MS + MARGIN_MS)(entry));
  await publishQueue.send([...packJobs(toStage, "now", now), ...packJobs(toCommit, "on-time", now)]);
}

/** The last tick may have been up to a minute ago, and its clock a little ahead. */
const MARGIN_MS = 60_000;

function plus(instant: Date, ms: number): Date {
  return new Date(instant.getTime() + ms);
}
