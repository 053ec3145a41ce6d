import type { ChannelAccess } from "#lib/app/accounts/channel-access.ts";
import type { NetworkContext } from "#lib/networks/network.ts";

/** A channel whose token nobody looks after: for tests of everything else. */
export function bareAccess(context: NetworkContext): ChannelAccess {
  return { channel: context.channel, read: (call) => call(context), commit: (call) => call(context) };
}
