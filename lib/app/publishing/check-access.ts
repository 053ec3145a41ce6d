import type { Channel } from "#lib/domain/accounts/channel.ts";
import type { Risk } from "#lib/domain/publishing/risk.ts";
import { NetworkError, TokenRejectedError } from "#lib/networks/errors.ts";
import type { AccessState, Network } from "#lib/networks/network.ts";
import { NoAccessError } from "../accounts/ports.ts";
import type { CheckAheadServices } from "./check-ahead.ts";

interface Examined {
  readonly channel: Channel;
  readonly network: Pick<Network, "access" | "auth">;
  /** Until when the token is needed. */
  readonly until: Date;
}

/** Whether the channel's token is there and opens what is needed. What a network cannot say now is no risk. */
export async function accessRisks(
  { channel, network, until }: Examined,
  { openChannel, log }: Pick<CheckAheadServices, "openChannel" | "log">,
): Promise<readonly Risk[]> {
  const { channelId } = channel;
  try {
    const access = await openChannel(channel);
    if (!network.access) return [];
    const { examine } = network.access;
    const state = await access.read((context) => examine(context));
    // What is refreshed may end at any time.
    return risksOf(channelId, network.auth ? { ...state, expiresAt: undefined } : state, until);
  } catch (error) {
    if (error instanceof NoAccessError) return [{ kind: "token", reason: error.message }];
    if (error instanceof TokenRejectedError)
      return [{ kind: "token", reason: `${channelId} needs reconnecting: ${error.message}` }];
    if (!(error instanceof NetworkError)) throw error;
    log.warn("a token could not be examined", { channelId, code: error.code });
    return [];
  }
}

function risksOf(channelId: string, { expiresAt, missingScopes }: AccessState, until: Date): readonly Risk[] {
  const expired: Risk[] =
    expiresAt && expiresAt.getTime() <= until.getTime()
      ? [{ kind: "token", reason: `the token of ${channelId} expires on ${expiresAt.toISOString()}` }]
      : [];
  const missing: Risk[] =
    missingScopes.length > 0
      ? [{ kind: "token", reason: `the token of ${channelId} lacks the permission ${missingScopes.join(", ")}` }]
      : [];
  return [...expired, ...missing];
}
