/** What becomes of a post that could not go out at its time. */
export interface Lateness {
  /** How late it may still go out by itself. */
  readonly lateUpToMs: number;
  /** Later than that it is `missed`, or a named person is asked whether it is still wanted. */
  readonly ifTooLate: "miss" | "ask";
}

const MINUTE_MS = 60_000;

/** After an outage followers are not flooded with what is stale. */
export const DEFAULT_LATENESS: Lateness = { lateUpToMs: 120 * MINUTE_MS, ifTooLate: "miss" };

/** What is not to be late is not late yet: a network asks to slow down, a worker dies and is replaced. */
export const LATE_GRACE_MS = 5 * MINUTE_MS;

/** The index of what is due is swept back no further, whatever was away. */
export const LONGEST_LATENESS_MS = 7 * 24 * 60 * MINUTE_MS;
