import type { Channel } from "#lib/domain/accounts/channel.ts";
import type { PostQuota } from "#lib/networks/network.ts";

/**
 * Half of a window in which a network counts posts. Two halves in a row are one window: what is too much in them is too
 * much, whatever lies beside them.
 */
export interface WindowHalf {
  /** Whose posts are counted, over how long a time. */
  readonly window: string;
  /** Counted from 1970. */
  readonly half: number;
}

export function halfOf(
  { channelId, network }: Pick<Channel, "channelId" | "network">,
  dueAt: Date,
  { scope, windowMs }: PostQuota,
): WindowHalf {
  const whose = scope === "app" ? network : channelId;
  return { window: `${whose} ${windowMs}`, half: Math.floor(dueAt.getTime() / (windowMs / 2)) };
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
