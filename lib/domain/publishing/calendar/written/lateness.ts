import { LATE_GRACE_MS, type Lateness } from "../../lateness.ts";

const MINUTE_MS = 60_000;

/** As the column `if_late` says it: an empty cell would mean what is agreed upon by then. */
export function writtenLateness({ lateUpToMs, ifTooLate }: Lateness): string {
  if (ifTooLate === "ask") return "ask";
  if (lateUpToMs === LATE_GRACE_MS) return "skip";
  const minutes = lateUpToMs / MINUTE_MS;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}
