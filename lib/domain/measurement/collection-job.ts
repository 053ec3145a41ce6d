import * as z from "zod";

const instant = z.iso.datetime().transform((text) => new Date(text));

export const PlannedSubject = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("channel") }),
  z.object({ kind: z.literal("post"), publicationId: z.string(), remoteId: z.string(), dueAt: instant }),
]);

/** A message of the metrics queue: subjects of one channel whose numbers are to be collected. */
export const CollectionJob = z.object({
  version: z.literal(1),
  channelId: z.string(),
  /** For whoever finds it among the dead letters. */
  plannedAt: instant,
  subjects: z.array(PlannedSubject).min(1),
  /** 1 at first; grows each time that the network made us come back. */
  attempt: z.int().positive().default(1),
  /** The network is left alone until then. */
  notBefore: instant.optional(),
});

export type CollectionJob = z.output<typeof CollectionJob>;

export type PlannedSubject = z.output<typeof PlannedSubject>;

/** Subjects that one message carries at most: a worker reads them one after the other well within its time. */
export const SUBJECTS_PER_JOB = 50;

/** After this many attempts, the next plan is soon enough. */
const MOST_ATTEMPTS = 5;

/** A network that wants to be left alone for longer is asked again by the next plan. */
const LONGEST_WAIT_MS = 60 * 60_000;

const MINUTE_MS = 60_000;

/**
 * The job for what a network would not tell now; undefined when that is to be given up until the next plan.
 *
 * @param options.retryAt when the network says that we may come back, where it says so.
 */
export function nextAttempt(
  job: CollectionJob,
  subjects: readonly PlannedSubject[],
  { retryAt, now }: { readonly retryAt: Date | undefined; readonly now: Date },
): CollectionJob | undefined {
  if (job.attempt >= MOST_ATTEMPTS) return undefined;
  const waitMs = retryAt ? retryAt.getTime() - now.getTime() : 2 ** job.attempt * MINUTE_MS;
  if (waitMs > LONGEST_WAIT_MS) return undefined;
  const notBefore = new Date(now.getTime() + Math.max(waitMs, MINUTE_MS));
  return { ...job, subjects: [...subjects], attempt: job.attempt + 1, notBefore };
}
