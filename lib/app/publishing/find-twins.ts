import pLimit from "p-limit";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { areTwins, isAlive } from "#lib/domain/publishing/twins.ts";
import type { PlannedPublication } from "./calendar/ports.ts";
import type { DueIndex, OverEntry, PublicationArchive, PublicationStore } from "./ports.ts";

export interface TwinServices {
  readonly publications: Pick<PublicationStore, "getMany">;
  /** What waits for its time, and what is over. */
  readonly listing: Pick<DueIndex, "due"> & PublicationArchive;
}

/** Instants that are looked at at the same time. */
const LANES = 10;

/** In a crowd at the very same instant only the first so many are looked at: enough for the same file under another name. */
const CROWD = 1_000;

/** The same for all that is over on one day. */
const DAY_CROWD = 20_000;

/** An import may come this long after its upload: until then its posts may be out under another calendar. */
const IMPORT_WITHIN_MS = 60 * 60_000;

/**
 * Finds posts that another calendar has planned on the same channel, for the same instant, with the same text and files.
 *
 * @returns them by the id of the publication that would be the second. What follows a post goes with it.
 */
export async function findTwins(
  planned: readonly PlannedPublication[],
  uploadedAt: Date,
  services: TwinServices,
): Promise<ReadonlyMap<string, Publication>> {
  const heads = planned.filter(({ followUp }) => !followUp);
  const instants = [...Map.groupBy(heads, ({ dueAt }) => dueAt.getTime()).values()];
  const listing = new Listing(services.listing, new Date(uploadedAt.getTime() + IMPORT_WITHIN_MS));
  const found = await pLimit(LANES).map(instants, (posts) => twinsAt(posts, listing, services.publications));
  const twins = new Map(found.flat());
  // Parents come before what follows them.
  for (const { publicationId, followUp } of planned) {
    const twin = followUp && twins.get(followUp.parentId);
    if (twin) twins.set(publicationId, twin);
  }
  return twins;
}

/** @param posts of one instant. */
async function twinsAt(
  posts: readonly PlannedPublication[],
  listing: Listing,
  publications: TwinServices["publications"],
): Promise<readonly (readonly [publicationId: string, twin: Publication])[]> {
  const [first] = posts;
  if (!first) return [];
  const channels = new Set(posts.map(({ channel }) => channel.channelId));
  const own = new Set(posts.map(({ publicationId }) => publicationId));
  const listed = await listing.at(first.dueAt);
  const wanted = listed.filter(({ publicationId, channelId }) => channels.has(channelId) && !own.has(publicationId));
  if (wanted.length === 0) return [];
  const known = await publications.getMany(wanted.map(({ publicationId }) => publicationId));
  const others = known.filter((each) => each.calendar !== first.calendar && isAlive(each));
  return posts.flatMap((post) => {
    const twin = others.find((each) => areTwins(each, { ...post, channelId: post.channel.channelId }));
    return twin ? [[post.publicationId, twin] as const] : [];
  });
}

interface Listed {
  readonly publicationId: string;
  readonly channelId: string;
}

/** Those that wait are listed by their instant, those that are out by their day. */
class Listing {
  readonly #index: TwinServices["listing"];
  readonly #overUntil: Date;
  readonly #days = new Map<string, Promise<readonly OverEntry[]>>();

  constructor(index: TwinServices["listing"], overUntil: Date) {
    this.#index = index;
    this.#overUntil = overUntil;
  }

  async at(instant: Date): Promise<readonly Listed[]> {
    const waiting = await firstOf(this.#index.due(instant, new Date(instant.getTime() + 1)), CROWD);
    if (instant > this.#overUntil) return waiting;
    const day = instant.toISOString().slice(0, 10);
    const over = this.#days.get(day) ?? firstOf(this.#index.over(instant), DAY_CROWD);
    this.#days.set(day, over);
    return [...waiting, ...(await over).filter(({ dueAt }) => dueAt.getTime() === instant.getTime())];
  }
}

async function firstOf<Entry>(pages: AsyncIterable<readonly Entry[]>, most: number): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for await (const page of pages) {
    entries.push(...page.slice(0, most - entries.length));
    if (entries.length >= most) break;
  }
  return entries;
}
