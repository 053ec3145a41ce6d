import type { Channel } from "#lib/domain/accounts/channel.ts";
import type { PostQuota } from "#lib/networks/network.ts";

/** Whose posts a network counts together, over how long a time. */
export function windowOf(
  { channelId, network }: Pick<Channel, "channelId" | "network">,
  { scope, windowMs }: PostQuota,
): string {
  return `${scope === "app" ? network : channelId} ${windowMs}`;
}

/**
 * The half of a window in which a post counts, counted from 1970. Two halves in a row are one window: what is too much in
 * them is too much, whatever lies beside them.
 */
export function halfOf(dueAt: Date, { windowMs }: PostQuota): number {
  return Math.floor(dueAt.getTime() / (windowMs / 2));
}

const DAY_MS = 24 * 60 * 60_000;

/** The day in which a half begins, in milliseconds. Networks count over whole parts of a day: it ends there as well. */
export function dayOf(half: number, { windowMs }: PostQuota): number {
  return Math.floor((half * (windowMs / 2)) / DAY_MS) * DAY_MS;
}

/** Understood in either language. */
export function spanOf({ windowMs }: PostQuota): string {
  const minutes = windowMs / 60_000;
  return minutes >= 60 ? `${minutes / 60} h` : `${minutes} min`;
}
