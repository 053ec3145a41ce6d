import { CredentialsMissingError } from "#lib/app/accounts/ports.ts";
import type { AnsweredMessage } from "#lib/domain/engagement/reply.ts";
import type { NetworkContext, Replies, ReplyTarget } from "#lib/networks/network.ts";
import type { ReplyServices } from "./reply-services.ts";

/** Everything that is needed to talk to a network about one answer. */
export interface ReplyRoute {
  readonly adapter: Replies;
  readonly target: ReplyTarget;
  readonly context: NetworkContext;
}

/** Why there is no way to the network: for good, or only for now. */
export interface NoRoute {
  readonly reason: string;
  readonly isForGood: boolean;
}

/** Finds the way to the network on which an answer goes. */
export async function routeTo(
  target: AnsweredMessage,
  { networks, channels, credentials, http, clock }: ReplyServices,
): Promise<ReplyRoute | NoRoute> {
  const adapter = networks(target.network)?.replies;
  if (!adapter?.kinds.includes(target.kind)) {
    return { reason: `a ${target.kind} cannot be answered on ${target.network}`, isForGood: true };
  }
  const channel = (await channels.list()).find(({ channelId }) => channelId === target.channelId);
  if (!channel) return { reason: `the channel ${target.channelId} is not configured any more`, isForGood: true };
  try {
    const context = { channel, credentials: await credentials.credentials(channel), http, now: () => clock.now() };
    return { adapter, target, context };
  } catch (error) {
    if (error instanceof CredentialsMissingError) return { reason: error.message, isForGood: false };
    throw error;
  }
}
