import type { ChannelAccess } from "#lib/app/accounts/channel-access.ts";
import type { Line } from "#lib/app/accounts/rates/budgets.ts";
import type { Clock } from "#lib/app/clock.ts";
import type { Channel } from "#lib/domain/accounts/channel.ts";
import type { PlannedSubject } from "#lib/domain/measurement/collection-job.ts";
import type { MetricValues } from "#lib/domain/measurement/metrics.ts";
import type { Subject } from "#lib/domain/measurement/subject.ts";
import { NetworkError, RateLimitedError, TokenRejectedError } from "#lib/networks/errors.ts";
import type { Insights } from "#lib/networks/network.ts";
import type { SnapshotStore } from "./ports.ts";

/** A channel opened for reading its numbers. */
export interface MeasuringDesk {
  readonly insights: Insights;
  readonly access: ChannelAccess;
  readonly line: Line;
  readonly snapshots: SnapshotStore;
  readonly clock: Pick<Clock, "now">;
  /** Milliseconds until this worker is ended. */
  readonly remainingMs: () => number;
}

/**
 * - `slow-down`, `token`: the whole channel is refused. `refused`: this subject is, for good; a deleted post for example.
 * - `trouble`: the network did not answer, or not sensibly. Reading may be repeated.
 * - `fault`: it is not the network.
 */
export type Verdict = "slow-down" | "token" | "refused" | "trouble" | "fault";

export interface Failure {
  readonly subject: PlannedSubject;
  readonly verdict: Verdict;
  readonly error: unknown;
}

export interface Collected {
  /** Snapshots that were stored, and the numbers in them. */
  readonly subjectCount: number;
  readonly valueCount: number;
  readonly failures: readonly Failure[];
  /** Not asked for: the channel is refused, the network is in trouble, or time has run out. */
  readonly rest: readonly PlannedSubject[];
  /** The network's limits are left to posts and answers until then. */
  readonly heldBackUntil?: Date;
}

/** One subject may take several calls. */
const MARGIN_MS = 20_000;

/** So many and the network, or our own table, is not in a state to be asked for the others. */
const MOST_TROUBLES = 3;

/** Reads and stores the numbers of one subject after the other. A subject that fails does not lose the others. */
export async function collectSubjects(subjects: readonly PlannedSubject[], desk: MeasuringDesk): Promise<Collected> {
  const failures: Failure[] = [];
  const counts: number[] = [];
  for (const subject of subjects) {
    if (desk.line.closure("measuring") || (counts.length > 0 && desk.remainingMs() < MARGIN_MS)) break;
    counts.push(
      await collectOne(subject, desk).catch((error: unknown) => {
        failures.push({ subject, error, verdict: verdictOn(error) });
        return 0;
      }),
    );
    if (mustStop(failures)) break;
  }
  return {
    subjectCount: counts.filter((count) => count > 0).length,
    valueCount: counts.reduce((sum, count) => sum + count, 0),
    failures,
    rest: subjects.slice(counts.length),
    heldBackUntil: desk.line.closure("measuring")?.until,
  };
}

/** @returns how many numbers were stored. */
async function collectOne(planned: PlannedSubject, desk: MeasuringDesk): Promise<number> {
  const at = desk.clock.now();
  const values = await read(planned, desk);
  const count = Object.keys(values).length;
  if (count === 0) return 0;
  const subject = subjectOf(planned, desk.access.channel);
  await desk.snapshots.save({ subject, values, at });
  return count;
}

function read(planned: PlannedSubject, { insights, access }: MeasuringDesk): Promise<MetricValues> {
  return access.read((context) =>
    planned.kind === "channel" ? insights.channel(context) : insights.post(planned.remoteId, context),
  );
}

function subjectOf(planned: PlannedSubject, { channelId, network, remoteId }: Channel): Subject {
  if (planned.kind === "channel") return { kind: "channel", subjectId: channelId, channelId, network, remoteId };
  const { kind, publicationId: subjectId, dueAt } = planned;
  return { kind, subjectId, channelId, network, remoteId: planned.remoteId, dueAt };
}

function verdictOn(error: unknown): Verdict {
  if (error instanceof RateLimitedError) return "slow-down";
  if (error instanceof TokenRejectedError) return "token";
  if (!(error instanceof NetworkError)) return "fault";
  return error.retry === "never" ? "refused" : "trouble";
}

function mustStop(failures: readonly Failure[]): boolean {
  const count = (...verdicts: readonly Verdict[]) =>
    failures.filter(({ verdict }) => verdicts.includes(verdict)).length;
  return count("slow-down", "token") > 0 || count("trouble", "fault") >= MOST_TROUBLES;
}
