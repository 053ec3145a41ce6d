import type { PlannedInstants } from "./calendar/slots/ports.ts";
import type { DueIndex, PublicationStore } from "./ports.ts";

export interface PlannedInstantsServices {
  readonly publications: Pick<PublicationStore, "getMany">;
  readonly dueIndex: Pick<DueIndex, "due">;
}

/**
 * Asks the due index who has a slot. What waits for its time is listed there under its due instant; only somebody who
 * tries again is listed later, and that is on the day itself.
 */
export function plannedInstants({ publications, dueIndex }: PlannedInstantsServices): PlannedInstants {
  return {
    async holders({ channelId, instant }) {
      const ids: string[] = [];
      for await (const page of dueIndex.due(instant, new Date(instant.getTime() + 1))) {
        ids.push(...page.filter((entry) => entry.channelId === channelId).map(({ publicationId }) => publicationId));
      }
      return ids.length > 0 ? await publications.getMany(ids) : [];
    },
    async dueAt(publicationIds) {
      const known = await publications.getMany(publicationIds);
      return new Map(known.map(({ publicationId, dueAt, state }) => [publicationId, { dueAt, state }]));
    },
  };
}
