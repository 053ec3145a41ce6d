import * as z from "zod";
import { PUBLICATION_STATES, type Publication } from "#lib/domain/publishing/publication.ts";

/** Instants are stored as ISO strings. */
const instant = z.string().transform((text) => new Date(text));

export const PublicationStateItem = z.enum(PUBLICATION_STATES);

const DraftItem = z.object({
  text: z.string(),
  link: z.string().optional(),
  media: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(["image", "video"]),
      contentType: z.string(),
      sizeBytes: z.number(),
      isAwaited: z.boolean().optional(),
      width: z.number().optional(),
      height: z.number().optional(),
      durationMs: z.number().optional(),
      codecs: z.object({ video: z.string(), audio: z.string() }).partial().optional(),
      frameRate: z.number().optional(),
      altText: z.string().optional(),
    }),
  ),
  campaign: z.string().optional(),
  options: z
    .object({
      title: z.string(),
      tags: z.array(z.string()),
      objective: z.string(),
      contentType: z.string(),
      postType: z.string(),
      cta: z.string(),
      board: z.string(),
      privacy: z.string(),
    })
    .partial()
    .optional(),
});

/** A publication as it lies in the table; attributes that only the table knows (keys, index) are left out. */
export const PublicationItem: z.ZodType<Publication> = z.object({
  publicationId: z.string(),
  calendar: z.string(),
  rowId: z.string(),
  channelId: z.string(),
  network: z.string(),
  revision: z.number(),
  draft: DraftItem,
  dueAt: instant,
  lateUpToMs: z.number(),
  ifTooLate: z.enum(["miss", "ask"]).default("miss"),
  wantedUntil: instant.optional(),
  needsApproval: z.boolean().optional(),
  approvedRevision: z.number().optional(),
  wantsStaging: z.boolean(),
  state: PublicationStateItem,
  nextStepAt: instant.optional(),
  history: z.array(
    z.object({
      at: instant,
      what: z.string(),
      by: z.string(),
      detail: z.string().optional(),
      traceId: z.string().optional(),
    }),
  ),
  claimId: z.string(),
  progress: z.record(z.string(), z.unknown()).optional(),
  stageCount: z.number(),
  stageExpiresAt: instant.optional(),
  attempt: z.number(),
  fence: z.number(),
  leaseUntil: instant.optional(),
  intentAt: instant.optional(),
  settledAt: instant.optional(),
  doubtedSince: instant.optional(),
  hasDuplicateEvidence: z.boolean().optional(),
  probeCount: z.number(),
  followUp: z.object({ kind: z.enum(["comment", "thread"]), parentId: z.string() }).optional(),
  followUpIds: z.array(z.string()).optional(),
  parentRemoteId: z.string().optional(),
  followsSince: instant.optional(),
  remoteId: z.string().optional(),
  url: z.string().optional(),
  publishedAt: instant.optional(),
  latenessMs: z.number().optional(),
  question: z.enum(["is-it-live", "still-wanted"]).optional(),
  risks: z
    .array(z.object({ kind: z.enum(["channel", "token", "media", "content", "approval"]), reason: z.string() }))
    .optional(),
  reason: z.string().optional(),
});
