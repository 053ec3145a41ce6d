import type { Access, AccessState, NetworkContext } from "../network.ts";
import { graphGet } from "./graph.ts";
import { InspectedToken } from "./wire.ts";

/**
 * Has Graph inspect the channel's token, with that token itself.
 *
 * @param needed the permissions without which nothing is published
 * @see https://developers.facebook.com/docs/graph-api/reference/debug_token
 */
export function accessWith(needed: readonly string[]): Access {
  return { examine: (context) => examine(context, needed) };
}

async function examine(context: NetworkContext, needed: readonly string[]): Promise<AccessState> {
  const { data } = await graphGet(context, {
    path: ["debug_token"],
    params: { input_token: context.credentials.accessToken },
    answer: InspectedToken,
  });
  const { scopes = needed, expires_at = 0 } = data;
  return {
    missingScopes: needed.filter((scope) => !scopes.includes(scope)),
    // 0 means that it does not end.
    ...(expires_at > 0 && { expiresAt: new Date(expires_at * 1000) }),
  };
}
