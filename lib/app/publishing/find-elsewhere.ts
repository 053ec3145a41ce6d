import pLimit from "p-limit";
import { earlierVersion } from "#lib/domain/publishing/calendar/earlier-version.ts";
import type { HeldBack } from "#lib/domain/publishing/calendar/result.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { areTwins, isAlive } from "#lib/domain/publishing/twins.ts";
import type { PlannedPublication } from "./calendar/ports.ts";
import { Listing } from "./listing.ts";
import type { PlannedLately } from "./planned-lately.ts";
import type { DueIndex, PublicationArchive, PublicationStore } from "./ports.ts";

export interface ElsewhereServices {
  readonly publications: Pick<PublicationStore, "getMany">;
  /** What waits for its time, and what is over. */
  readonly listing: Pick<DueIndex, "due"> & PublicationArchive;
  readonly lately?: PlannedLately;
}

/** Instants that are looked at at the same time. */
const LANES = 10;

/** An import may come this long after its upload: until then its posts may be out under another calendar. */
const IMPORT_WITHIN_MS = 60 * 60_000;

/** What another calendar has of a post that is new in its own, and what that makes of it. */
export interface Elsewhere {
  readonly outcome: "planned-elsewhere" | HeldBack;
  readonly known: Publication;
}

/**
 * Finds what other calendars have on the same channel at the same instant: the very same post, which goes out once; the
 * same row with other content; or so much of the whole file that it looks like a new version of another calendar's.
 *
 * @param planned what an upload asks for; `isNew` says what its calendar does not have yet.
 * @returns by the id of the publication that would be the second. What follows a post goes with it.
 */
export async function findElsewhere(
  planned: readonly PlannedPublication[],
  { isNew, uploadedAt }: Wanted,
  services: ElsewhereServices,
): Promise<ReadonlyMap<string, Elsewhere>> {
  const heads = planned.filter(({ followUp }) => !followUp);
  const instants = [...Map.groupBy(heads.filter(isNew), ({ dueAt }) => dueAt.getTime()).values()];
  const overUntil = new Date(uploadedAt.getTime() + IMPORT_WITHIN_MS);
  const listing = new Listing(services.listing, {
    overUntil,
    instants: instants.flatMap(([post]) => post?.dueAt ?? []),
  });
  const found = await pLimit(LANES).map(instants, (posts) => othersAt(posts, listing, services));
  const elsewhere = judged(found.flat(), heads.length);
  // Parents come before what follows them.
  for (const { publicationId, followUp } of planned) {
    const parent = followUp && elsewhere.get(followUp.parentId);
    if (parent) elsewhere.set(publicationId, parent);
  }
  return elsewhere;
}

interface Wanted {
  readonly isNew: (post: PlannedPublication) => boolean;
  readonly uploadedAt: Date;
}

interface Met {
  readonly post: PlannedPublication;
  /** Alive, of other calendars, on its channel, at its instant. */
  readonly others: readonly Publication[];
}

function judged(met: readonly Met[], postCount: number): Map<string, Elsewhere> {
  const meetings = met.map(({ post: { rowId }, others }) => ({ rowId, others }));
  const version = met.some(({ post }) => post.isOfNamedCalendar) ? undefined : earlierVersion(meetings, postCount);
  const elsewhere = new Map<string, Elsewhere>();
  for (const { post, others } of met) {
    const twin = others.find((each) => areTwins(each, { ...post, channelId: post.channel.channelId }));
    const edited = others.find(({ rowId }) => rowId === post.rowId);
    const found = elsewhereOf({ twin, edited, version });
    if (found) elsewhere.set(post.publicationId, found);
  }
  return elsewhere;
}

type Finds = Readonly<Record<"twin" | "edited" | "version", Publication | undefined>>;

function elsewhereOf({ twin, edited, version }: Finds): Elsewhere | undefined {
  if (twin) return { outcome: "planned-elsewhere", known: twin };
  if (version) return { outcome: "new-version", known: version };
  return edited && { outcome: "edited-elsewhere", known: edited };
}

/** @param posts of one instant. */
async function othersAt(
  posts: readonly PlannedPublication[],
  listing: Listing,
  { publications, lately }: ElsewhereServices,
): Promise<readonly Met[]> {
  const [first] = posts;
  if (!first) return [];
  const channels = new Set(posts.map(({ channel }) => channel.channelId));
  const own = new Set(posts.map(({ publicationId }) => publicationId));
  const listed = await listing.at(first.dueAt);
  const isOurs = (publicationId: string) =>
    own.has(publicationId) || lately?.isOf(first.calendar, publicationId) === true;
  const wanted = listed.filter(({ publicationId, channelId }) => channels.has(channelId) && !isOurs(publicationId));
  if (wanted.length === 0) return posts.map((post) => ({ post, others: [] }));
  const ids = wanted.map(({ publicationId }) => publicationId);
  const known = await publications.getMany(ids, { mayLag: true });
  const others = known.filter((each) => each.calendar !== first.calendar && !each.followUp && isAlive(each));
  const byChannel = Map.groupBy(others, ({ channelId }) => channelId);
  return posts.map((post) => ({ post, others: byChannel.get(post.channel.channelId) ?? [] }));
}
