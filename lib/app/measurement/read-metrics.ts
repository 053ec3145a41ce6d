import { type DayRow, dayRows } from "#lib/domain/measurement/day-rows.ts";
import { dayOf, plusDays } from "#lib/domain/measurement/snapshot.ts";
import type { SnapshotReader } from "./ports.ts";

/** A channel's own numbers, or those of posts, over days (UTC, both included; any instant of the day). */
export type MetricsQuery = ({ readonly channelId: string } | { readonly publicationIds: readonly string[] }) & {
  readonly from: Date;
  readonly to: Date;
};

/** One row for each subject and day that has numbers: by subject in the order asked for, then by day. */
export async function readMetrics(
  query: MetricsQuery,
  snapshots: Pick<SnapshotReader, "days">,
): Promise<readonly DayRow[]> {
  const subjectIds = "channelId" in query ? [query.channelId] : query.publicationIds;
  const [dayBefore, from, to] = [dayOf(plusDays(query.from, -1)), dayOf(query.from), dayOf(query.to)];
  const days = await snapshots.days(subjectIds, { from: dayBefore, to });
  const bySubject = Map.groupBy(days, ({ subject }) => subject.subjectId);
  return [...bySubject.values()].flatMap((ofSubject) => dayRows(ofSubject, from));
}
