import { isAlive } from "#lib/domain/publishing/twins.ts";
import type { CountedPost, PlannedDays } from "./calendar/quotas/ports.ts";
import type { PlannedLately } from "./planned-lately.ts";
import type { DueIndex, PublicationArchive, PublicationStore } from "./ports.ts";

export interface PlannedDaysServices {
  readonly publications: Pick<PublicationStore, "getMany">;
  readonly listing: Pick<DueIndex, "due"> & PublicationArchive;
  readonly lately?: PlannedLately;
}

const DAY_MS = 24 * 60 * 60_000;

/** Of one day no more are looked at: far more than any network takes, on any number of channels that people plan by hand. */
const CROWD = 20_000;

/** Asks the due index what waits for a day, and the archive what is over on it. */
export function plannedDays({ publications, listing, lately }: PlannedDaysServices): PlannedDays {
  return {
    async ofOthers(day, wanted) {
      const posts: CountedPost[] = [];
      let looked = 0;
      for await (const page of listed(day, listing)) {
        const entries = page
          .filter(({ channelId }) => wanted.channelIds.has(channelId))
          .filter(({ publicationId }) => !lately?.isOf(wanted.calendar, publicationId))
          .slice(0, CROWD - looked);
        looked += entries.length;
        const ids = entries.map(({ publicationId }) => publicationId);
        const known = await publications.getMany(ids, { mayLag: true });
        posts.push(...known.filter((each) => each.calendar !== wanted.calendar && !each.followUp && isAlive(each)));
        if (looked >= CROWD) break;
      }
      return posts.map(({ channelId, network, dueAt }) => ({ channelId, network, dueAt }));
    },
  };
}

interface Listed {
  readonly publicationId: string;
  readonly channelId: string;
}

async function* listed(day: Date, listing: PlannedDaysServices["listing"]): AsyncGenerator<readonly Listed[]> {
  const startsAt = new Date(Math.floor(day.getTime() / DAY_MS) * DAY_MS);
  yield* listing.due(startsAt, new Date(startsAt.getTime() + DAY_MS));
  yield* listing.over(startsAt);
}
