/**
 * What is kept of a calendar between its imports: whose turn it is to import it, and which imports have asked for what
 * it may have in the plan. One import at a time has the turn, and looks for the newest upload only once it has it: so the
 * newest file wins in whatever order the uploads are announced.
 */
export interface CalendarRecord {
  readonly turn?: Turn;
  /** The import that was finished last, and those that began after it, whether they came to an end or not. */
  readonly runs: readonly Run[];
  /** The upload that was finished last: its result is out. */
  readonly finished?: string;
  /** When that upload came. A calendar may have several files: an older one must not take back what a newer one says. */
  readonly finishedUploadAt?: Date;
}

export interface Turn {
  readonly runId: string;
  /** Afterwards its holder is taken for dead. */
  readonly leaseUntil: Date;
  /** The upload that it imports, once it knows. */
  readonly version?: string;
  /** Somebody waits for the turn, with another upload perhaps. */
  readonly isWanted: boolean;
}

/** One import, and in how many parts it has written down what it asks for. */
export interface Run {
  readonly runId: string;
  readonly parts: number;
  readonly isFinished: boolean;
  readonly lastSeenAt: Date;
}

/** What the holder of a turn does before each batch is done long before; what a dead one held is free this soon. */
export const LEASE_MS = 120_000;

/** What a worker that was taken for dead may still have planned shows by then. */
const ECHO_MS = 15 * 60_000;

export const NEW_CALENDAR: CalendarRecord = { runs: [] };

/** Undefined while another import has the turn. */
export function takeTurn(record: CalendarRecord, runId: string, now: Date): CalendarRecord | undefined {
  if (record.turn && record.turn.runId !== runId && record.turn.leaseUntil > now) return undefined;
  const run: Run = { runId, parts: 0, isFinished: false, lastSeenAt: now };
  return { ...record, turn: { runId, leaseUntil: leaseFrom(now), isWanted: false }, runs: [...record.runs, run] };
}

/** Tells the holder of the turn that somebody waits for it. */
export function askForTurn(record: CalendarRecord): CalendarRecord {
  return record.turn ? { ...record, turn: { ...record.turn, isWanted: true } } : record;
}

export interface Progress {
  readonly runId: string;
  readonly version: string;
  readonly parts: number;
  readonly now: Date;
}

/** Undefined once the turn is another's. */
export function keepTurn(record: CalendarRecord, progress: Progress): CalendarRecord | undefined {
  const { runId, version, now } = progress;
  if (record.turn?.runId !== runId) return undefined;
  const turn = { ...record.turn, version, leaseUntil: leaseFrom(now) };
  return { ...record, turn, runs: record.runs.map((run) => (run.runId === runId ? seen(run, progress) : run)) };
}

export interface Finish extends Progress {
  readonly uploadedAt: Date;
}

/**
 * Everything is in the plan, and told: what this run has written down is all that the calendar has there. Undefined once
 * the turn is another's.
 */
export function finishTurn(record: CalendarRecord, progress: Finish): CalendarRecord | undefined {
  const { runId, now } = progress;
  const kept = keepTurn(record, progress);
  const runs = kept?.runs.flatMap((run) => {
    if (run.runId === runId) return { ...run, isFinished: true };
    return !run.isFinished && now.getTime() - run.lastSeenAt.getTime() < ECHO_MS ? run : [];
  });
  return runs && { ...kept, runs, finished: progress.version, finishedUploadAt: progress.uploadedAt };
}

/** Lets others have the turn; undefined when it is another's anyway. */
export function dropTurn({ turn, runs, ...record }: CalendarRecord, runId: string): CalendarRecord | undefined {
  if (turn?.runId !== runId) return undefined;
  // What has written nothing down, and is not all there is, has planned nothing.
  return { ...record, runs: runs.filter((run) => run.runId !== runId || run.parts > 0 || run.isFinished) };
}

function seen(run: Run, { parts, now }: Progress): Run {
  return { ...run, parts, lastSeenAt: now };
}

function leaseFrom(now: Date): Date {
  return new Date(now.getTime() + LEASE_MS);
}
