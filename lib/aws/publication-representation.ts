import type { Draft } from "#lib/domain/publishing/draft.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import type { HistoryEntry } from "#lib/domain/transition.ts";
import { type Representation, type StoredItem, toItem, toValue } from "./conditional-update.ts";

/*
 * DynamoDB bills a write for each KB of the item, and a post is written three to six times: what is said twice, or goes
 * without saying, is not stored. `publication-item.ts` puts it back. See docs/adr/0012.
 */

/**
 * The value that an attribute has when it is not stored: for good, whatever the defaults of a calendar become, because
 * items in the field mean it. No guard may name one of these: it compares what is stored.
 */
export const UNSAID = {
  wantsStaging: false,
  lateUpToMs: 2 * 60 * 60_000,
  ifTooLate: "miss",
  attempt: 0,
  probeCount: 0,
} as const satisfies Partial<Publication>;

/** Who did what a line of the timeline without a name tells. */
export const UNNAMED = "publisher";

/** How publications lie in their table. */
export const representation: Representation = { attribute, entry };

/** A new publication as it is put into the table; its id is in the key. */
export function toPublicationItem({ publicationId: _, network, history, ...rest }: Publication): StoredItem {
  const attributes = { ...rest, ...(network !== networkOf(rest.channelId) && { network }) };
  const stored = Object.entries(attributes).flatMap(([name, content]) => {
    const written = content === undefined ? undefined : attribute(name, content);
    return written === undefined ? [] : [[name, written] as const];
  });
  return { ...Object.fromEntries(stored), history: history.map(entry) };
}

/** A channel is named after its network: `x/acme`. */
export function networkOf(channelId: string): string {
  return channelId.split("/")[0] ?? "";
}

function attribute(name: string, content: unknown): unknown {
  if (Object.entries(UNSAID).some(([unsaid, value]) => name === unsaid && content === value)) return undefined;
  // The lease stays a text: a condition compares it, also with those that were stored as texts before.
  if (content instanceof Date && name !== "leaseUntil") return content.getTime();
  return isDraft(name, content) ? draftItem(content) : toValue(content);
}

function isDraft(name: string, _content: unknown): _content is Draft {
  return name === "draft";
}

function draftItem({ media, ...draft }: Draft): Record<string, unknown> {
  const files = media.map(({ kind, ...file }) => ({
    ...(kind !== kindOf(file.contentType) && { kind }),
    ...file,
  }));
  return toItem({ ...draft, ...(files.length > 0 && { media: files }) });
}

/** What a file is goes without saying where its type begins with it: `image/jpeg`. */
export function kindOf(contentType: string): string {
  return contentType.split("/")[0] ?? "";
}

/** A line of the timeline: instant, what, by whom, detail, trace. */
function entry({ at, what, by, detail, traceId }: HistoryEntry): Record<string, unknown> {
  return toItem({ t: at.getTime(), w: what, b: by === UNNAMED ? undefined : by, d: detail, x: traceId });
}
