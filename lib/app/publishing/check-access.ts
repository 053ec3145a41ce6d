import type { Channel } from "#lib/domain/accounts/channel.ts";
import { reasonOf } from "#lib/domain/accounts/rates/budget.ts";
import type { Risk } from "#lib/domain/publishing/risk.ts";
import { NetworkError, TokenRejectedError } from "#lib/networks/errors.ts";
import type { AccessState, Network } from "#lib/networks/network.ts";
import { NoAccessError } from "../accounts/ports.ts";
import type { Line } from "../accounts/rates/budgets.ts";
import type { CheckAheadServices } from "./check-ahead-services.ts";

interface Examined {
  readonly channel: Channel;
  readonly network: Pick<Network, "access" | "auth" | "rates">;
  /** Until when the token is needed. */
  readonly until: Date;
}

/** What was found out about a channel's access, as far as the network could be asked. */
interface Found extends Pick<AccessState, "postsLeft"> {
  readonly risks: readonly Risk[];
}

/**
 * Whether the channel's token is there and opens what is needed, and how much the network still takes. What it cannot say
 * now, or must not be asked for its limits, is no risk.
 */
export async function examineAccess(
  examined: Examined,
  services: Pick<CheckAheadServices, "openChannel" | "budgets" | "http" | "log">,
): Promise<Found> {
  const { channel, network } = examined;
  const line = await services.budgets.open(channel, network, services.http);
  try {
    return await ask(examined, line, services);
  } catch (error) {
    return { risks: risksOfError(error, channel, services) };
  } finally {
    await line.settled();
  }
}

async function ask(
  { channel, network, until }: Examined,
  line: Line,
  { openChannel, log }: Pick<CheckAheadServices, "openChannel" | "log">,
): Promise<Found> {
  const { channelId } = channel;
  const access = await openChannel(channel, line.http);
  if (!network.access) return { risks: [] };
  const closure = line.closure("checking");
  if (closure) {
    log.warn("a token is not examined", { channelId, reason: reasonOf(closure), until: closure.until });
    return { risks: [] };
  }
  const { examine } = network.access;
  const { postsLeft, ...state } = await access.read((context) => examine(context));
  // What is refreshed may end at any time.
  const risks = risksOf(channelId, network.auth ? { ...state, expiresAt: undefined } : state, until);
  return { risks, postsLeft };
}

function risksOfError(
  error: unknown,
  { channelId }: Channel,
  { log }: Pick<CheckAheadServices, "log">,
): readonly Risk[] {
  if (error instanceof NoAccessError) return [{ kind: "token", reason: error.message }];
  if (error instanceof TokenRejectedError)
    return [{ kind: "token", reason: `${channelId} needs reconnecting: ${error.message}` }];
  if (!(error instanceof NetworkError)) throw error;
  log.warn("a token could not be examined", { channelId, code: error.code, traceId: error.traceId });
  return [];
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
