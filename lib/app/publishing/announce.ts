import type { Publication, PublicationState } from "#lib/domain/publishing/publication.ts";
import type { Risk } from "#lib/domain/publishing/risk.ts";
import type { DomainEvent } from "../events.ts";

const EVENT_OF_STATE: Readonly<Partial<Record<PublicationState, string>>> = {
  published: "PublicationPublished",
  failed: "PublicationFailed",
  uncertain: "PublicationUncertain",
  review: "PublicationInReview",
  missed: "PublicationMissed",
  cancelled: "PublicationCancelled",
};

/** The event that tells the world of a publication's present state; undefined for states that are only ours. */
export function announcement(publication: Publication): DomainEvent | undefined {
  const type = EVENT_OF_STATE[publication.state];
  return type === undefined ? undefined : { type, detail: detailOf(publication) };
}

/** It waits because the network refuses for now. */
export function delayAnnouncement(publication: Publication): DomainEvent {
  const until = publication.nextStepAt?.toISOString();
  return { type: "PublicationDelayed", detail: { ...detailOf(publication), reason: publication.reason, until } };
}

/** Something was found that will keep it from going out. */
export function riskAnnouncement(publication: Publication, { kind, reason }: Risk): DomainEvent {
  const { publicationId, calendar, rowId, channelId, network, dueAt } = publication;
  const base = { version: 1, publicationId, calendar, rowId, channelId, network, dueAt: dueAt.toISOString() };
  return { type: "PublicationAtRisk", detail: { ...base, kind, reason } };
}

function detailOf(publication: Publication): Record<string, unknown> {
  const { publicationId, calendar, rowId, channelId, network, dueAt, state, followUp } = publication;
  const tie = followUp && { parentId: followUp.parentId };
  const base = { version: 1, publicationId, calendar, rowId, channelId, network, dueAt: dueAt.toISOString(), ...tie };
  if (state === "review") return { ...base, question: publication.question, reason: publication.reason };
  if (state !== "published") return { ...base, reason: publication.reason };
  const { publishedAt = dueAt, latenessMs = 0, remoteId, url } = publication;
  return { ...base, publishedAt: publishedAt.toISOString(), latenessMs, remoteId, url };
}
