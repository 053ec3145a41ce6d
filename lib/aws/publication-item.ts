import * as z from "zod";
import { IMAGE_FITS } from "#lib/domain/publishing/image-copy.ts";
import { PUBLICATION_STATES, type Publication } from "#lib/domain/publishing/publication.ts";
import { kindOf, networkOf, UNNAMED, UNSAID } from "./publication-representation.ts";

/** Milliseconds, or the text of what was stored before: https://www.rfc-editor.org/rfc/rfc3339. */
const instant = z.union([z.number(), z.string()]).transform((stored) => new Date(stored));

export const PublicationStateItem = z.enum(PUBLICATION_STATES);

const MediaKind = z.enum(["image", "video"]);

const MediaItem = z
  .object({
    name: z.string(),
    kind: MediaKind.optional(),
    contentType: z.string(),
    sizeBytes: z.number(),
    isAwaited: z.boolean().optional(),
    imageFit: z.enum(IMAGE_FITS).optional(),
    width: z.number().optional(),
    height: z.number().optional(),
    durationMs: z.number().optional(),
    codecs: z.object({ video: z.string(), audio: z.string() }).partial().optional(),
    frameRate: z.number().optional(),
    altText: z.string().optional(),
  })
  .transform(({ kind, ...file }) => ({ ...file, kind: kind ?? MediaKind.parse(kindOf(file.contentType)) }));

const DraftItem = z.object({
  text: z.string(),
  link: z.string().optional(),
  media: z.array(MediaItem).default([]),
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
      disclosure: z.string(),
    })
    .partial()
    .optional(),
});

/** A line of the timeline as it is stored, and as it was stored before. */
const EntryItem = z.union([
  z
    .object({
      t: instant,
      w: z.string(),
      b: z.string().default(UNNAMED),
      d: z.string().optional(),
      x: z.string().optional(),
    })
    .transform(({ t: at, w: what, b: by, d: detail, x: traceId }) => ({ at, what, by, detail, traceId })),
  z.object({
    at: instant,
    what: z.string(),
    by: z.string(),
    detail: z.string().optional(),
    traceId: z.string().optional(),
  }),
]);

export const KEY_PREFIX = "PUBLICATION#";

const Item = z.object({
  pk: z.string().startsWith(KEY_PREFIX),
  calendar: z.string(),
  rowId: z.string(),
  channelId: z.string(),
  network: z.string().optional(),
  revision: z.number(),
  draft: DraftItem,
  dueAt: instant,
  lateUpToMs: z.number().default(UNSAID.lateUpToMs),
  ifTooLate: z.enum(["miss", "ask"]).default(UNSAID.ifTooLate),
  wantedUntil: instant.optional(),
  needsApproval: z.boolean().optional(),
  approvedRevision: z.number().optional(),
  wantsStaging: z.boolean().default(UNSAID.wantsStaging),
  state: PublicationStateItem,
  nextStepAt: instant.optional(),
  history: z.array(EntryItem),
  claimId: z.string(),
  progress: z.record(z.string(), z.unknown()).optional(),
  stageCount: z.number(),
  stageExpiresAt: instant.optional(),
  attempt: z.number().default(UNSAID.attempt),
  fence: z.number(),
  leaseUntil: instant.optional(),
  intentAt: instant.optional(),
  settledAt: instant.optional(),
  doubtedSince: instant.optional(),
  hasDuplicateEvidence: z.boolean().optional(),
  probeCount: z.number().default(UNSAID.probeCount),
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
    .array(
      z.object({ kind: z.enum(["channel", "token", "media", "content", "approval", "limit"]), reason: z.string() }),
    )
    .optional(),
  reason: z.string().optional(),
});

/**
 * A publication as it lies in the table: what goes without saying is put back (`publication-representation.ts`), what only
 * the table knows (keys, index) is left out.
 */
export const PublicationItem: z.ZodType<Publication> = Item.transform(({ pk, network, ...item }) => ({
  ...item,
  publicationId: pk.slice(KEY_PREFIX.length),
  network: network ?? networkOf(item.channelId),
}));
