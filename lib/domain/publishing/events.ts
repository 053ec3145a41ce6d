import * as z from "zod";

/** Events of the publishing stream, version 1. Ids, states and addresses only: no texts, no secrets. */
const publication = {
  version: z.literal(1),
  publicationId: z.string(),
  calendar: z.string(),
  rowId: z.string(),
  channelId: z.string(),
  network: z.string(),
  dueAt: z.iso.datetime(),
  /** Set when it stands below another publication: a first comment, a part of a thread. */
  parentId: z.string().optional(),
};

export const PublicationPublished = z.object({
  ...publication,
  publishedAt: z.iso.datetime(),
  /** From the due instant to the moment the commit request left. */
  latenessMs: z.number(),
  remoteId: z.string().optional(),
  url: z.string().optional(),
});

export const PublicationFailed = z.object({ ...publication, reason: z.string() });

/** Nobody knows yet whether it is live; the network is being asked. */
export const PublicationUncertain = z.object({ ...publication, reason: z.string() });

/** It waits for a named person's answer: only they can see whether it is live, or say whether it is still wanted. */
export const PublicationInReview = z.object({
  ...publication,
  question: z.enum(["is-it-live", "still-wanted"]),
  reason: z.string(),
});

/** It waits for a network that refuses for now (rate limit, token). */
export const PublicationDelayed = z.object({ ...publication, reason: z.string(), until: z.iso.datetime() });

/** Found before its time: it will not go out as it is. Once for each publication and reason. */
export const PublicationAtRisk = z.object({
  ...publication,
  kind: z.enum(["channel", "token", "media", "content", "approval", "limit"]),
  reason: z.string(),
});

export const PublicationMissed = z.object({ ...publication, reason: z.string() });

export const PublicationCancelled = z.object({ ...publication, reason: z.string() });

/** Somebody's name and words are in it: people are to know whom to ask. Without `channelId` it is about all channels. */
const decision = {
  version: z.literal(1),
  channelId: z.string().optional(),
  by: z.string(),
  why: z.string(),
  at: z.iso.datetime(),
};

/** A person stopped publishing. What was claimed in the seconds before still goes out. */
export const PublishingStopped = z.object({ ...decision });

/** A person ended a stop: what waits goes on within a minute. */
export const PublishingResumed = z.object({ ...decision });

/** By the `detail-type` under which each goes onto the bus. */
export const publishingEvents = {
  PublicationPublished,
  PublicationFailed,
  PublicationUncertain,
  PublicationInReview,
  PublicationDelayed,
  PublicationAtRisk,
  PublicationMissed,
  PublicationCancelled,
  PublishingStopped,
  PublishingResumed,
} as const;
