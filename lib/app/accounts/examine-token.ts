import type { Channel } from "#lib/domain/accounts/channel.ts";
import { NetworkError, TokenRejectedError } from "#lib/networks/errors.ts";
import type { Credentials } from "#lib/networks/network.ts";
import type { AccountServices } from "./account-services.ts";

/**
 * Asks the network about a token before it is stored: a page that was not granted is told to the person who can still
 * grant it, and not by the first post.
 *
 * @returns what is wrong, in words for people; nothing where the network cannot be asked, or not now.
 */
export async function examineToken(
  channel: Channel,
  credentials: Credentials,
  { findNetwork, http, clock }: Pick<AccountServices, "findNetwork" | "http" | "clock">,
): Promise<readonly string[]> {
  const access = findNetwork(channel.network)?.access;
  if (!access) return [];
  try {
    const { missingScopes } = await access.examine({ channel, credentials, http, now: () => clock.now() });
    return missingScopes.map((scope) => `it lacks the permission ${scope}`);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return error instanceof TokenRejectedError ? [error.message] : [];
  }
}
