import { DEFAULT_LATENESS, LATE_GRACE_MS, type Lateness } from "../../lateness.ts";

const MINUTE_MS = 60_000;

/** As the column `if_late` says it; empty for the default. */
export function writtenLateness({ lateUpToMs, ifTooLate }: Lateness): string {
  if (ifTooLate === "ask") return "ask";
  if (lateUpToMs === DEFAULT_LATENESS.lateUpToMs) return "";
  return lateUpToMs === LATE_GRACE_MS ? "skip" : `${lateUpToMs / MINUTE_MS} min`;
}
