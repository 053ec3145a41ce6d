import type { Publication } from "#lib/domain/publishing/publication.ts";

/** A publication at its beginning, due at 09:00; name what matters to the test. */
export function aPublication(changed: Partial<Publication> = {}): Publication {
  const dueAt = changed.dueAt ?? new Date("2026-11-24T09:00:00.000Z");
  return {
    publicationId: "p1",
    calendar: "november",
    rowId: "1",
    channelId: "facebook/acme",
    network: "facebook",
    revision: 1,
    draft: { text: "Hello", media: [] },
    dueAt,
    lateUpToMs: 2 * 60 * 60_000,
    ifTooLate: "miss",
    wantsStaging: false,
    state: "planned",
    nextStepAt: dueAt,
    history: [],
    claimId: "w0",
    stageCount: 0,
    attempt: 0,
    fence: 0,
    probeCount: 0,
    ...changed,
  };
}
