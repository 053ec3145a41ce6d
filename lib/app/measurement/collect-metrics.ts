import type { DomainEvent } from "#lib/app/events.ts";
import type { Log } from "#lib/app/log.ts";
import type { Channel } from "#lib/domain/accounts/channel.ts";
import type { CollectionJob } from "#lib/domain/measurement/collection-job.ts";
import type { SnapshotsStored } from "#lib/domain/measurement/events.ts";
import { NetworkError } from "#lib/networks/errors.ts";
import { type CollectServices, openDesk } from "./collect-services.ts";
import { type Collected, collectSubjects, type Failure } from "./collect-subjects.ts";
import { leftovers } from "./leftovers.ts";

export interface CollectSummary {
  /** Snapshots stored, and the numbers in them. */
  readonly subjectCount: number;
  readonly valueCount: number;
  /** Subjects sent back to the queue. */
  readonly postponedCount: number;
  /** Subjects left to the next plan. */
  readonly skippedCount: number;
}

/**
 * Collects the numbers of one job and stores them as snapshots. What the network would not tell now goes back to the
 * queue as a job of its own; what it will not tell is logged, counted and left to the next plan.
 *
 * @throws AggregateError of what was not the network's doing: the queue repeats the job, and storing twice is harmless.
 */
export async function collectMetrics(
  job: CollectionJob,
  services: CollectServices,
  worker: { readonly remainingMs: () => number },
): Promise<CollectSummary> {
  const { clock, queue, events, log } = services;
  const nothing = { subjectCount: 0, valueCount: 0, postponedCount: 0, skippedCount: 0 };
  const waitMs = (job.notBefore?.getTime() ?? 0) - clock.now().getTime();
  if (waitMs > 0) {
    await queue.send([{ job, delayMs: waitMs }]);
    return { ...nothing, postponedCount: job.subjects.length };
  }
  const desk = await openDesk(job, services, worker.remainingMs);
  if (!desk) return { ...nothing, skippedCount: job.subjects.length };

  const collected = await collectSubjects(job.subjects, desk);
  await desk.line.settled();
  const { subjectCount, valueCount, failures } = collected;
  tellFailures(job.channelId, failures, log);
  if (subjectCount > 0) await events.publish([announcement(desk.access.channel, collected, clock.now())]);
  throwFaults(failures);
  const { jobs, postponedCount, skippedCount } = leftovers(job, collected, clock.now());
  if (jobs.length > 0) await queue.send(jobs);
  return { subjectCount, valueCount, postponedCount, skippedCount };
}

function announcement(
  { channelId, network }: Channel,
  { subjectCount, valueCount }: Collected,
  now: Date,
): DomainEvent {
  const at = now.toISOString();
  const detail = { version: 1, channelId, network, subjectCount, valueCount, at } satisfies SnapshotsStored;
  return { type: "SnapshotsStored", detail };
}

/** One line for each kind of failure, however many posts it met. */
function tellFailures(channelId: string, failures: readonly Failure[], log: Log): void {
  for (const [kind, group] of Map.groupBy(failures, kindOf)) {
    const publicationIds = group.flatMap(({ subject }) => (subject.kind === "post" ? [subject.publicationId] : []));
    log.warn("numbers could not be collected", { channelId, kind, publicationIds });
  }
}

/** For example `refused 100/33`: the verdict and the network's own code. */
function kindOf({ verdict, error }: Failure): string {
  const code = error instanceof NetworkError ? error.code : undefined;
  return code === undefined ? verdict : `${verdict} ${code}`;
}

function throwFaults(failures: readonly Failure[]): void {
  const faults = failures.filter(({ verdict }) => verdict === "fault").map(({ error }) => error);
  if (faults.length > 0) throw new AggregateError(faults, `the numbers of ${faults.length} subjects were not stored`);
}
