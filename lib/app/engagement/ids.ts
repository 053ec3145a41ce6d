import { createHash } from "node:crypto";
import type { MessageKind } from "#lib/domain/engagement/inbound.ts";

/** Where something is at its network. The channel by the network's own id, so that renaming a channel changes nothing. */
interface Place {
  readonly network: string;
  readonly channelRemoteId: string;
}

/** The same message has the same id, whoever tells of it and how often: the id is what deduplicates. */
export function messageIdOf({ network, channelRemoteId, remoteId }: Place & { readonly remoteId: string }): string {
  return opaque(["message", network, channelRemoteId, remoteId]);
}

/** Direct messages and public threads are named by different things at a network: their ids are kept apart. */
export function conversationIdOf({
  network,
  channelRemoteId,
  kind,
  threadRemoteId,
}: Place & { readonly kind: MessageKind; readonly threadRemoteId: string }): string {
  return opaque(["conversation", network, channelRemoteId, kind === "direct" ? "direct" : "public", threadRemoteId]);
}

/** 132 bits, URL-safe: no collision to fear, and nothing of a person readable in it. */
function opaque(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 22);
}
