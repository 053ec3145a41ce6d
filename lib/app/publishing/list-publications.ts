import pLimit from "p-limit";
import { LONGEST_LATENESS_MS } from "#lib/domain/publishing/lateness.ts";
import type { Publication, PublicationState } from "#lib/domain/publishing/publication.ts";
import type { DueIndex, PublicationArchive, PublicationStore } from "./ports.ts";

export interface PublicationListing {
  /** First and last day (UTC) of the due instants, both included. */
  readonly from: Date;
  readonly to: Date;
  readonly channelId?: string;
  readonly state?: PublicationState;
}

export interface ListServices {
  readonly publications: PublicationStore;
  readonly dueIndex: Pick<DueIndex, "due">;
  readonly archive: PublicationArchive;
}

const DAY_MS = 24 * 60 * 60_000;

/** A year is several hundred days, each of which is asked for by itself. */
const PARALLEL_DAYS = 25;

/** Publications by their due instant, whatever their state. */
export async function listPublications(
  { from, to, channelId, state }: PublicationListing,
  services: ListServices,
): Promise<readonly Publication[]> {
  const ids = new Set<string>();
  const isWanted = (entry: { channelId: string }) => channelId === undefined || entry.channelId === channelId;
  await pLimit(PARALLEL_DAYS).map(daysBetween(from, to), async (day) => {
    for await (const page of services.archive.over(day)) addIds(ids, page.filter(isWanted));
  });
  // What waits or is in doubt is listed under its next step, which may lie after its due instant.
  for await (const page of services.dueIndex.due(startOfDay(from), endOfSearch(to))) addIds(ids, page.filter(isWanted));

  const end = startOfDay(to).getTime() + DAY_MS;
  const found = await services.publications.getMany([...ids]);
  return found
    .filter((each) => each.dueAt >= startOfDay(from) && each.dueAt.getTime() < end)
    .filter((each) => state === undefined || each.state === state)
    .toSorted((one, other) => one.dueAt.getTime() - other.dueAt.getTime());
}

function addIds(ids: Set<string>, entries: readonly { readonly publicationId: string }[]): void {
  for (const { publicationId } of entries) ids.add(publicationId);
}

function startOfDay(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / DAY_MS) * DAY_MS);
}

/** What waits for its network or its token, or was away, may still go out that late. */
function endOfSearch(to: Date): Date {
  return new Date(startOfDay(to).getTime() + DAY_MS + LONGEST_LATENESS_MS);
}

function daysBetween(from: Date, to: Date): Date[] {
  const days: Date[] = [];
  for (let day = startOfDay(from).getTime(); day <= to.getTime(); day += DAY_MS) days.push(new Date(day));
  return days;
}
