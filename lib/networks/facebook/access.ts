import { TokenRejectedError } from "../errors.ts";
import { accessWith } from "../meta/access.ts";
import { graphGet } from "../meta/graph.ts";
import type { NetworkContext } from "../network.ts";
import { Ourselves } from "./wire.ts";

export const access = accessWith({ scopes: ["pages_manage_posts", "pages_read_engagement"], opensChannel });

/**
 * With a Page's token `me` is that Page; with a person's it is the person, who cannot publish as the Page.
 *
 * @see https://developers.facebook.com/docs/pages-api/getting-started
 */
async function opensChannel(context: NetworkContext): Promise<void> {
  const { id, name = "no name" } = await graphGet(context, {
    path: ["me"],
    params: { fields: "id,name" },
    answer: Ourselves,
  });
  if (id === context.channel.remoteId) return;
  throw new TokenRejectedError(`this token is not the Page's: it speaks for ${name}, with the id ${id}`, {
    code: "page",
  });
}
