import type { Publication } from "#lib/domain/publishing/publication.ts";

/** All of the crowd is due in this minute. */
export const CROWDED_MINUTE = new Date("2026-12-01T10:00:00.000Z");

const NETWORKS = ["facebook", "instagram", "x"] as const;

/** The `number`th of a crowd of `size`, evenly over the seconds of the minute, in their order, as a calendar lists them. */
export function crowdMember(number: number, size: number): Publication {
  const network = networkOf(number);
  const dueAt = new Date(dueMs(number, size));
  return {
    publicationId: idOf(number),
    calendar: "crowd",
    rowId: String(number),
    channelId: `${network}/lumiere`,
    network,
    revision: 1,
    draft: { text: "Tout juste sortie du four", media: [] },
    dueAt,
    lateUpToMs: 2 * 60 * 60_000,
    ifTooLate: "miss",
    wantsStaging: false,
    state: "planned",
    nextStepAt: dueAt,
    history: [],
    claimId: `claim-${number}`,
    stageCount: 0,
    attempt: 0,
    fence: 0,
    probeCount: 0,
  };
}

/** What the due index says of it, as `lib/aws/due-key.ts` writes it. */
export function dueSortOf(number: number, size: number): string {
  return `${dueMs(number, size)}#c#${networkOf(number)}/lumiere#${idOf(number)}#1`;
}

function networkOf(number: number): string {
  return NETWORKS[number % NETWORKS.length] ?? NETWORKS[0];
}

function dueMs(number: number, size: number): number {
  return CROWDED_MINUTE.getTime() + Math.floor((number * 60) / size) * 1_000;
}

/** As long as a real one. */
function idOf(number: number): string {
  return `p${String(number).padStart(20, "0")}`;
}

/** @param publicationId may stand at the end of a longer key. */
export function numberOf(publicationId: string): number {
  return Number(publicationId.slice(-20));
}
