import { NetworkError } from "../errors.ts";
import type { Access, AccessState, NetworkContext } from "../network.ts";
import { graphGet } from "./graph.ts";
import { InspectedToken } from "./wire.ts";

/** What a network of Meta's wants of the token that opens a channel. */
interface Wanted {
  /** The permissions without which nothing is published. */
  readonly scopes: readonly string[];
  /** @throws TokenRejectedError where the token opens something else than the channel */
  opensChannel(context: NetworkContext): Promise<void>;
  /** @throws NetworkError */
  postsLeft?(context: NetworkContext): Promise<AccessState["postsLeft"]>;
}

/**
 * Has Graph inspect the channel's token, with that token itself, and looks what it opens. Of a token that lacks a
 * permission that is not asked: Graph then hides what it opens.
 *
 * @see https://developers.facebook.com/docs/graph-api/reference/debug_token
 */
export function accessWith(wanted: Wanted): Access {
  return { examine: (context) => examine(context, wanted) };
}

async function examine(context: NetworkContext, wanted: Wanted): Promise<AccessState> {
  const { scopes: needed, opensChannel } = wanted;
  const { data } = await graphGet(context, {
    path: ["debug_token"],
    params: { input_token: context.credentials.accessToken },
    answer: InspectedToken,
  });
  const { scopes = needed, expires_at = 0 } = data;
  const missingScopes = needed.filter((scope) => !scopes.includes(scope));
  // 0 means that it does not end.
  const state = { missingScopes, ...(expires_at > 0 && { expiresAt: new Date(expires_at * 1000) }) };
  if (missingScopes.length > 0) return state;
  await opensChannel(context);
  const postsLeft = await whatIsLeft(wanted, context);
  return { ...state, ...(postsLeft && { postsLeft }) };
}

/** Not to know it is no reason to doubt the token. */
async function whatIsLeft({ postsLeft }: Wanted, context: NetworkContext): Promise<AccessState["postsLeft"]> {
  try {
    return await postsLeft?.(context);
  } catch (error) {
    if (error instanceof NetworkError) return undefined;
    throw error;
  }
}
