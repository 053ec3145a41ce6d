import { ContentRejectedError, TokenRejectedError } from "../errors.ts";
import { accessWith } from "../meta/access.ts";
import { graphGet } from "../meta/graph.ts";
import { CreatedObject } from "../meta/wire.ts";
import type { NetworkContext } from "../network.ts";
import { postsLeft } from "./quota.ts";

export const access = accessWith({
  scopes: ["instagram_basic", "instagram_content_publish"],
  opensChannel,
  postsLeft,
});

/**
 * The token is that of the Page to which the account is linked: Graph shows the account to it, and to no other Page.
 *
 * @see https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user
 */
async function opensChannel(context: NetworkContext): Promise<void> {
  const { remoteId } = context.channel;
  try {
    await graphGet(context, { path: [remoteId], params: { fields: "id" }, answer: CreatedObject });
  } catch (error) {
    if (!(error instanceof ContentRejectedError)) throw error;
    const reason = `this token does not open the Instagram account with the id ${remoteId} (${error.message})`;
    throw new TokenRejectedError(reason, { cause: error, code: "account" });
  }
}
