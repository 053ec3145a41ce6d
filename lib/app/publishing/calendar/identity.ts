import { hash } from "node:crypto";
import { occurrenceId } from "#lib/domain/publishing/calendar/repeat/occurrence-id.ts";
import { rowOfPart } from "#lib/domain/publishing/calendar/row-part.ts";
import type { Identity, PostKey } from "#lib/domain/publishing/calendar/row-plan.ts";

/** Names the post of a row on one of its channels, in one calendar. */
export function identityIn({
  calendar,
  isOfNamedCalendar,
}: Pick<Identity, "calendar" | "isOfNamedCalendar">): (post: PostKey) => Identity {
  return (post) => {
    const row = post.id === "" ? rowIdFromContent(post) : rowOfPart(post.id, post.channelId);
    const rowId = post.occurrence === undefined ? row : occurrenceId(row, post.occurrence);
    const publicationId = publicationIdOf(calendar, rowId, post.channelId);
    return { calendar, isOfNamedCalendar, rowId, publicationId };
  };
}

/**
 * Names a row that has no `id` by its time, text and files: these make it another row, every other cell only changes it.
 * The channels are not part of it, so that one more channel does not make new posts on the others.
 */
export function rowIdFromContent({
  dueAt,
  slot,
  text,
  mediaNames,
}: Omit<PostKey, "id" | "channelId" | "occurrence">): string {
  // Which slot a row gets depends on what else is planned: that must not make it another row.
  const when = slot ? `slot ${slot.day ?? ""}` : dueAt.toISOString();
  return `r${digest([when, text, ...mediaNames])}`;
}

/** The same for the same row of the same calendar on the same channel, at every upload. */
export function publicationIdOf(calendar: string, rowId: string, channelId: string): string {
  return `p${digest([calendar, rowId, channelId])}`;
}

/** https://datatracker.ietf.org/doc/html/rfc4648#section-6, in lower case. */
const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

const LETTERS = Array.from(BASE32, (letter) => letter.charCodeAt(0));

/** 20 characters of 5 bits: among a billion publications, two collide with a probability of less than one in a trillion. */
const LENGTH = 20;

/** Used again for every name: a long calendar has millions, and a text put together letter by letter stays a chain of them. */
const letters = Buffer.alloc(LENGTH);

function digest(parts: readonly string[]): string {
  // One character for each byte.
  const bytes = hash("sha256", JSON.stringify(parts), "binary");
  for (let index = 0; index < LENGTH; index++) {
    const bit = 5 * index;
    const at = bit >> 3;
    const bits = (bytes.charCodeAt(at) << 8) | bytes.charCodeAt(at + 1);
    letters[index] = LETTERS[(bits >> (11 - (bit & 7))) & 31] ?? 0;
  }
  return letters.toString("latin1");
}
