import * as z from "zod";
import type { InboundEvent } from "#lib/domain/engagement/inbound.ts";
import { readDirectMessages, readDirectReads } from "./events-direct.ts";
import { readDeletedPost, readPost } from "./events-posts.ts";
import { type Activity, WireActivity } from "./wire-activity.ts";

type Reader = (activity: Activity) => readonly InboundEvent[] | undefined;

/** What tells us something; each returns undefined for a payload that it does not understand. */
const READERS: Readonly<Record<string, Reader>> = {
  "post.mention.create": readPost,
  "post.reply.create": readPost,
  "post.quote.create": readPost,
  "post.delete": readDeletedPost,
  "dm.received": readDirectMessages,
  "dm.sent": readDirectMessages,
  "dm.read": readDirectReads,
};

/** Known, and nothing for customer service. Chats are encrypted: no app can read them. */
const IGNORED = new Set(["post.create", "dm.indicate_typing", "chat.received", "chat.sent", "oauth.revoke"]);
const IGNORED_FAMILIES = /^(?:post\.repost|like|follow|profile|mute|block|chat)\./;

/**
 * Reads a delivery of the X Activity API (https://docs.x.com/x-api/activity/introduction): one envelope, and also
 * several in an array, because X announces batches without saying how they look.
 */
export function readEvents(body: unknown): readonly InboundEvent[] {
  const envelopes = Array.isArray(body) ? body : [body];
  return envelopes.flatMap((envelope) => {
    const data = z.object({ data: z.unknown() }).safeParse(envelope).data?.data;
    return Array.isArray(data) ? data.flatMap(readActivity) : readActivity(data);
  });
}

function readActivity(data: unknown): readonly InboundEvent[] {
  const type = z.object({ event_type: z.string() }).safeParse(data).data?.event_type;
  if (type === undefined) return [{ type: "unknown", what: "not an X activity" }];
  const what = type.replaceAll(/[^\w.-]/g, "").slice(0, 60);
  if (IGNORED.has(type) || IGNORED_FAMILIES.test(type)) return [{ type: "ignored", what }];
  const reader = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  const activity = WireActivity.safeParse(data).data;
  return (activity && reader?.(activity)) ?? [{ type: "unknown", what }];
}
