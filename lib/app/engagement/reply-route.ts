import type { ChannelAccess } from "#lib/app/accounts/channel-access.ts";
import { NoAccessError } from "#lib/app/accounts/ports.ts";
import type { Line } from "#lib/app/accounts/rates/budgets.ts";
import type { AnsweredMessage } from "#lib/domain/engagement/reply.ts";
import type { Replies, ReplyTarget } from "#lib/networks/network.ts";
import type { ReplyServices } from "./reply-services.ts";

/** Everything that is needed to talk to a network about one answer. */
export interface ReplyRoute {
  readonly adapter: Replies;
  readonly target: ReplyTarget;
  readonly access: ChannelAccess;
  readonly line: Line;
}

/** Why there is no way to the network: for good, or only for now. */
export interface NoRoute {
  readonly reason: string;
  readonly isForGood: boolean;
}

/** Finds the way to the network on which an answer goes. */
export async function routeTo(
  target: AnsweredMessage,
  { networks, channels, openChannel, http, budgets }: ReplyServices,
): Promise<ReplyRoute | NoRoute> {
  const network = networks(target.network);
  const adapter = network?.replies;
  if (!network || !adapter?.kinds.includes(target.kind)) {
    return { reason: `a ${target.kind} cannot be answered on ${target.network}`, isForGood: true };
  }
  const channel = (await channels.list()).find(({ channelId }) => channelId === target.channelId);
  if (!channel) return { reason: `the channel ${target.channelId} is not configured any more`, isForGood: true };
  try {
    const line = await budgets.open(channel, network, http);
    return { adapter, target, access: await openChannel(channel, line.http), line };
  } catch (error) {
    if (error instanceof NoAccessError) return { reason: error.message, isForGood: false };
    throw error;
  }
}
