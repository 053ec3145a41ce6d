import pLimit from "p-limit";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { areTwins, isAlive } from "#lib/domain/publishing/twins.ts";
import type { PlannedPublication } from "./calendar/ports.ts";
import type { DueIndex, PublicationStore } from "./ports.ts";

export interface TwinServices {
  readonly publications: Pick<PublicationStore, "getMany">;
  readonly dueIndex: Pick<DueIndex, "due">;
}

/** Instants that are looked at at the same time. */
const LANES = 10;

/** In a crowd at the very same instant only the first so many are looked at: enough for the same file under another name. */
const CROWD = 1_000;

/**
 * Finds posts that another calendar has planned on the same channel, for the same instant, with the same text and files.
 *
 * @returns them by the id of the publication that would be the second. What follows a post goes with it.
 */
export async function findTwins(
  planned: readonly PlannedPublication[],
  services: TwinServices,
): Promise<ReadonlyMap<string, Publication>> {
  const heads = planned.filter(({ followUp }) => !followUp);
  const instants = Map.groupBy(heads, ({ dueAt }) => dueAt.getTime());
  const found = await pLimit(LANES).map([...instants.values()], (posts) => twinsAt(posts, services));
  const twins = new Map(found.flat());
  // Parents come before what follows them.
  for (const { publicationId, followUp } of planned) {
    const twin = followUp && twins.get(followUp.parentId);
    if (twin) twins.set(publicationId, twin);
  }
  return twins;
}

async function twinsAt(
  posts: readonly PlannedPublication[],
  { publications, dueIndex }: TwinServices,
): Promise<readonly (readonly [publicationId: string, twin: Publication])[]> {
  const [first] = posts;
  if (!first) return [];
  const channels = new Set(posts.map(({ channel }) => channel.channelId));
  const own = new Set(posts.map(({ publicationId }) => publicationId));
  const ids = await idsAt(first.dueAt, dueIndex);
  const wanted = ids.filter(({ publicationId, channelId }) => channels.has(channelId) && !own.has(publicationId));
  if (wanted.length === 0) return [];
  const known = await publications.getMany(wanted.map(({ publicationId }) => publicationId));
  const others = known.filter((each) => each.calendar !== first.calendar && isAlive(each));
  return posts.flatMap((post) => {
    const twin = others.find((each) => areTwins(each, { ...post, channelId: post.channel.channelId }));
    return twin ? [[post.publicationId, twin] as const] : [];
  });
}

async function idsAt(instant: Date, dueIndex: TwinServices["dueIndex"]) {
  const entries: { readonly publicationId: string; readonly channelId: string }[] = [];
  for await (const page of dueIndex.due(instant, new Date(instant.getTime() + 1))) {
    entries.push(...page.slice(0, CROWD - entries.length));
    if (entries.length >= CROWD) break;
  }
  return entries;
}
